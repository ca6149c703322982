"""A plan of many rows, as a file, and as the bytes that a bench reads."""

import io

YEARS = ["2026/27", "2027/28", "2028/29"]
RAG = ["Green", "Amber", "Red"]


def plan(rows: int, *, portfolios: int = 10) -> bytes:
    """An .xlsx of so many programmes, with three years, a row total and a grand total."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Plan")
    sheet.append(["Directorate", "Scheme", "RAG", *YEARS, "Total"])
    totals = [0, 0, 0]
    for number in range(rows):
        amounts = [1000 + number, 250 * (number % 7), -(number % 3)]
        totals = [t + a for t, a in zip(totals, amounts, strict=True)]
        names = [f"Directorate {number % portfolios + 1}", f"Scheme {number + 1}", RAG[number % 3]]
        sheet.append([*names, *amounts, sum(amounts)])
    sheet.append(["Total", None, None, *totals, sum(totals)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
