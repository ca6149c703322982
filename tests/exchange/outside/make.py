"""Writes the plans of this directory again: python tests/exchange/outside/make.py

Ten councils that do not exist, each printing its savings as some finance team does. What the
files say, added up by hand, is in expected.json. The same bytes come out each time.
"""

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Font

HERE = Path(__file__).parent
THEN = (2026, 1, 5, 9, 0, 0)


def zipped(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, body, method in members:
            archive.writestr(zipfile.ZipInfo(name, THEN), body, method)
    return held.getvalue()


def workbook(name, sheets):
    """A workbook with the moment it was saved taken out, so that it is the same every time."""
    book = Workbook()
    book.remove(book.active)
    for title, rows, merged, hidden in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cell in sheet[1]:
            cell.font = Font(bold=True, size=14)
        for area in merged:
            sheet.merge_cells(area)
        for column in hidden:
            sheet.column_dimensions[column].hidden = True
    book.active = len(sheets) - 1
    held = io.BytesIO()
    book.save(held)
    moment = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    with zipfile.ZipFile(held) as archive:
        members = [
            (each, moment.sub(b"2026-01-05T09:00:00Z", archive.read(each)), zipfile.ZIP_DEFLATED)
            for each in archive.namelist()
        ]
    (HERE / name).write_bytes(zipped(members))


def text(name, rows, encoding="utf-8", delimiter=",", end="\r\n"):
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter, lineterminator=end).writerows(rows)
    (HERE / name).write_bytes(held.getvalue().encode(encoding))


def fernmoor():
    """An appendix: the directorate is a heading across the page, FTE stand beside the money."""
    no = None
    rows = [
        ["Fernmoor Borough Council – Medium Term Financial Strategy 2026-27 to 2028-29"],
        ["Appendix C: Schedule of savings proposals"],
        [],
        ["Figures are recurrent and incremental. † Subject to consultation."],
        [
            "Ref",
            "Proposal",
            "Saving £'000",
            no,
            no,
            "Total £'000",
            "FTE",
            "Deliverability",
            "Officer comments",
        ],
        [no, no, "2026-27", "2027-28", "2028-29"],
        ["Adult Social Care and Health"],
        ["ASC01", "Reablement first", 400, 350, no, 750, 3.5, "High"],
        [
            "ASC02",
            "Review of high-cost placements",
            600,
            "350†",
            150,
            1100,
            0,
            "Medium",
            "Was 700 in the November draft",
        ],
        ["ASC03", "Charging policy", 120, 0, no, 120, no, "Low"],
        [no, "Total Adult Social Care and Health", 1120, 700, 150, 1970, 3.5],
        [],
        ["Children's Services"],
        ["CHS01", "In-house fostering", 250, 500, 500, 1250, -2, "Medium", 2027],
        ["CHS02", "Home to school transport", 180, "TBC", "TBC", 180, no, "Low"],
        [no, "Total Children's Services", 430, 500, 500, 1430, -2],
        [],
        ["Place and Environment"],
        ["PLA01", "Garden waste charge", 300, 25, "-", 325, 0.0, "High"],
        ["PLA02", "Street lighting LED", 75, 75, 75, 225, no, "High"],
        [no, "Total Place and Environment", 375, 100, 75, 550, 0],
        [],
        [no, "GRAND TOTAL", 1925, 1300, 725, 3950, 1.5],
        ["† Subject to public consultation closing in January."],
    ]
    merged = ["A1:I1", "A2:I2", "A4:I4", "C5:E5", "A7:I7", "A13:I13", "A18:I18"]
    merged += [f"{letter}5:{letter}6" for letter in "ABFGHI"]
    workbook("fernmoor_appendix_c.xlsx", [("Appendix C", rows, merged, ["I"])])


def saltreach():
    """Finance's own sign: savings negative, pressures positive, and three ways to write a minus."""
    rows = [
        ["Saltreach District Council", *[""] * 8],
        ["Annex 3 – Budget proposals (savings are negative, pressures positive)", *[""] * 8],
        ["£’000", *[""] * 8],
        [""] * 9,
        ["Ref", "Service area", "Proposal", "Type", "26/27", "27/28", "28/29", "RAG", "Lead"],
        ["", "", "Net total, all proposals", "", "-1,040", "-1,470", "-450", "", ""],
        [
            "S1",
            "Corporate Resources",
            "Insurance re-tender",
            "Saving",
            "-85",
            "-40",
            "0",
            "Green",
            "Head of Finance",
        ],
        [
            "S2",
            "Corporate Resources",
            "Office moves",
            "Saving",
            "-150",
            "-75",
            "",
            "Amber",
            "Head of Assets",
        ],
        ["P1", "Corporate Resources", "Audit fee", "Pressure", "60", "0", "0", "", ""],
        [
            "S3",
            "Housing",
            "Temporary accommodation purchase",
            "Saving",
            "-420",
            "-1,200",
            "-300",
            "Red",
            "Head of Housing",
        ],
        ["S4", "Housing", "Void turnaround", "Saving", "110-", "55-", "", "Green", ""],
        ["P2", "Housing", "Homelessness demand", "Pressure", "200", "150", "100", "", ""],
        [
            "S5",
            "Leisure and Culture",
            "Leisure contract",
            "Saving",
            "(500)",
            "(250)",
            "(250)",
            "Blue",
            "Head of Leisure",
        ],
        [
            "S6",
            "Leisure and Culture",
            "Museum hours",
            "Saving",
            "-35",
            "Not costed yet",
            "n/a",
            "Amber",
            "Head of Leisure",
        ],
    ]
    text("saltreach_annex_3.csv", rows, "cp1252", ";")


def wyncaster():
    """One row per year, saved as Excel's "Unicode text"; one line's year in two confidences."""
    rows = [
        [
            "Directorate",
            "Programme",
            "Initiative",
            "Financial year",
            "Value (£)",
            "Deliverability",
            "Comment",
        ],
        ["Neighbourhoods", "Waste", "Route redesign", "2026/27", "1,250,000", "High", ""],
        ["Neighbourhoods", "Waste", "Route redesign", "2027/28", "500,000", "High", ""],
        ["Neighbourhoods", "Waste", "Route redesign", "2028/29", "TBC", "Low", "Tender due"],
        ["Neighbourhoods", "Parking", "Permit prices", "2026/27", "£340,500", "Medium", ""],
        ["Neighbourhoods", "Parking", "Permit prices", "2027/28", "£120,000", "Medium", ""],
        ["People", "Early help", "Family hubs", "2027/28", "275,000", "Low", ""],
        ["People", "Early help", "Family hubs", "2028/29", "275,000", "Low", ""],
        ["People", "Commissioning", "Contract review", "2026/27", "800,000*", "High", "* one-off"],
        ["People", "Commissioning", "Contract review", "2026/27", "150,000", "Medium", ""],
        ["Resources", "Commissioning", "Contract review", "2026/27", "95,000", "Medium", ""],
        ["Resources", "Commissioning", "Contract review", "2028/29", "(20,000)", "Medium", ""],
        [""] * 7,
        ["Total", "", "", "", "3,785,500", "", ""],
    ]
    held = io.StringIO()
    # Excel puts quotes around what has a comma in it, though the tab is what divides
    for row in rows:
        held.write("\t".join(f'"{each}"' if "," in each else each for each in row) + "\r\n")
    (HERE / "wyncaster_unicode.tsv").write_bytes(b"\xff\xfe" + held.getvalue().encode("utf-16-le"))


def haldersby():
    """On its side: a column for each proposal, a row for each year, in £m."""
    no = None
    rows = [
        ["Haldersby County Council: savings by proposal (£m)"],
        [],
        ["Directorate", "Adults", no, "Children", "Highways", no, "Total"],
        [
            "Proposal",
            "Technology enabled care",
            "Direct payments review",
            "Edge of care",
            "Permit scheme",
            "Winter routes",
        ],
        ["Ref", "A1", "A2", "C1", "H1", "H2"],
        ["Confidence", "Green", "Amber", "Amber", "Green", "Red"],
        ["2026-27", 1.2, 0.45, 0.8, 0.35, no, 2.8],
        ["2027-28", 1.5, 0.45, 1.6, 0.35, 0.2, 4.1],
        ["2028-29", 1.5, "TBC", 2.0, no, 0.2, 3.7],
        ["Total", 4.2, 0.9, 4.4, 0.7, 0.4, 10.6],
    ]
    workbook(
        "haldersby_transposed.xlsx", [("Summary", rows, ["A1:G1", "B3:C3", "E3:F3", "G3:G6"], [])]
    )


def ashmere():
    """Years that hold what is saved by then, in £m, with no programmes and a name used twice."""
    rows = [
        ["Ashmere Metropolitan Borough: savings, cumulative effect on the base budget, £m"],
        [],
        ["Portfolio", "Saving", "FY27", "FY28", "FY29", "FY30", "RAG"],
        ["Finance", "Debt collection", "0.25", "0.4", "0.4", "0.4", "G"],
        ["Finance", "Contract review", "0.1", "0.3", "0.6", "0.6", "A"],
        ["Communities", "Contract review", "0.05", "0.05", "0.05", "0.05", "G"],
        ["Communities", "Library hubs", "", "0.2", "0.45", "0.45", "R"],
        ["Communities", "Grants, phased reduction", "0.15", "0.3", "0.3", "0.2", "A"],
        ["Growth", "Planning fees", "0.5", "0.5", "0.5", "0.5", "B"],
        ["Total", "", "1.05", "1.75", "2.3", "2.2", ""],
    ]
    text("ashmere_cumulative.csv", rows, "utf-8-sig")


def penwick():
    """An .ods as an office suite writes it: cells and rows repeated, and the sheet full of none."""

    def cell(value, shown=None, times=1, span=1):
        more = f' table:number-columns-repeated="{times}"' if times > 1 else ""
        if span > 1:
            more += f' table:number-columns-spanned="{span}" table:number-rows-spanned="1"'
        if value is None:
            return f"<table:table-cell{more}/>"
        if isinstance(value, str):
            kind = 'office:value-type="string"'
        else:
            percent = str(shown).endswith("%")
            kind = (
                f'office:value-type="{"percentage" if percent else "float"}" office:value="{value}"'
            )
        body = escape(str(value if shown is None else shown))
        return f"<table:table-cell{more} {kind}><text:p>{body}</text:p></table:table-cell>"

    def row(*cells, times=1):
        more = f' table:number-rows-repeated="{times}"' if times > 1 else ""
        return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"

    far = cell(None, times=1016)
    home, health, corporate = "Housing & Regeneration", "Public Health & Wellbeing", "Corporate"
    rows = [
        row(
            cell("Penwick Unitary Council: four year savings plan", span=8),
            '<table:covered-table-cell table:number-columns-repeated="7"/>',
            far,
        ),
        row(cell("£'000. Year 1 is 2026/27."), cell(None, times=1023)),
        row(cell(None, times=1024), times=2),
        row(
            *map(cell, ["Directorate", "Proposal", "Year 1", "Year 2", "Year 3", "Year 4"]),
            cell("% of budget"),
            cell("Confidence"),
            far,
        ),
        row(cell(home), cell("Empty homes premium"), cell(220), cell(30), cell(0, times=2)).replace(
            "</table:table-row>", cell(0.012, "1.2%") + cell("High") + "</table:table-row>"
        ),
        row(cell(home), cell("Modular homes"), cell("Not costed yet"), cell(150)).replace(
            "</table:table-row>",
            cell(300, times=2) + cell(None) + cell("Low") + "</table:table-row>",
        ),
        row(cell("Subtotal"), cell(None), cell(220), cell(180), cell(300, times=2)),
        row(
            *map(cell, [health, "Smoking cessation contract", 90]),
            cell(-40, "(40)"),
            cell("n/a", times=2),
            cell(0.005, "0.5%"),
            cell("Medium"),
        ),
        row(
            *map(cell, [health, "Leisure trust grant"]),
            cell(65, times=3),
            cell("-"),
            cell(0.004, "0.4%"),
            cell("High"),
        ),
        row(cell("Subtotal"), cell(None), *map(cell, [155, 25, 65, 0])),
        row(
            *map(cell, [corporate, "Vacancy factor"]),
            cell(1200, "1,200"),
            cell(0),
            cell(None, times=2),
            cell(0.06, "6%"),
            cell("Medium"),
        ),
        row(
            *map(cell, [corporate, "Apprenticeship levy recharge", 45]),
            cell(None, times=4),
            cell("High"),
        ),
        row(cell("Subtotal"), cell(None), cell(1245, "1,245"), cell(0, times=3)),
        row(cell(None, times=1024)),
        row(cell("Grand total"), cell(None), cell(1620, "1,620"), *map(cell, [205, 365, 300])),
        row(cell(None, times=1024), times=1048559),
    ]
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{name}office:1.0" xmlns:table="{name}table:1.0"'
        f' xmlns:text="{name}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Savings">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{name}manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    (HERE / "penwick_four_years.ods").write_bytes(
        zipped(
            [
                ("mimetype", kind, zipfile.ZIP_STORED),
                ("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED),
                ("content.xml", content, zipfile.ZIP_DEFLATED),
            ]
        )
    )


def oxmere():
    """The same plan in November and in February: Place is now Growth and Place."""
    years = ["2026-27 (£000)", "2027-28 (£000)", "2028-29 (£000)"]
    head = ["Reference", "Directorate", "Programme", "Proposal", *years, "Rating"]
    november = [
        head,
        ["PL/01", "Place", "Assets", "Depot closure", 0, 400, 100, "Amber"],
        ["PL/02", "Place", "Transport", "Fleet hire", 120, 120, 0, "Green"],
        ["PL/03", "Place", "Transport", "Bus shelters", 30, "", "", "Red"],
        ["PE/01", "People", "Care", "Supported living", 500, 700, 300, "Amber"],
        ["PE/02", "People", "Care", "Transport", 60, 60, 60, "Green"],
        ["", "", "", "Total", 710, 1280, 460, ""],
    ]
    february = [
        head,
        ["PL/01", "Growth and Place", "Assets", "Depot closure", 0, 300, 200, "Amber"],
        ["PL/02", "Growth and Place", "Transport", "Fleet hire", 120, 120, 0, "Green"],
        ["PE/01", "People", "Care", "Supported living", 450, 700, 350, "Red"],
        ["PE/02", "People", "Care", "Transport", 60, 60, 60, "Green"],
        ["PE/03", "People", "Care", "Charging", 25, "25*", "", "Amber"],
        ["", "", "", "Total", 655, 1205, 610, ""],
    ]
    text("oxmere_november.csv", november, end="\n")
    text("oxmere_february.csv", february, end="\n")


def tarnbridge():
    """A monitoring return: under each year its four colours, on the second of two sheets."""
    no = None
    notes = [
        ["Tarnbridge City Council: savings monitor, quarter 3"],
        ["Blue is delivered, Green on track, Amber at risk with a plan, Red at risk without one."],
    ]
    rows = [
        ["Tarnbridge City Council: savings monitor"],
        [],
        [
            "Directorate",
            "Saving",
            "2026/27 £000",
            no,
            no,
            no,
            "2027/28 £000",
            no,
            no,
            no,
            "Total",
            "FTE",
        ],
        [no, no, *["Blue", "Green", "Amber", "Red"] * 2],
        ["Adults", "Extra care", 200, 150, 0, 50, no, 100, 100, no, 600, 2],
        [no, "Day services", no, 80, 70, no, no, no, 150, no, 300],
        ["Customer", "Contact centre", 90, no, no, no, no, 40, no, 30, 160, 4.6],
        [no, "Registrars", no, 15, no, no, no, 15, no, no, 30],
        [no, "Website", no, no, 25, 10, no, no, "TBC", no, 35],
        ["Total", no, 290, 245, 95, 60, 0, 155, 250, 30, 1125, 6.6],
    ]
    merged = ["A1:L1", "A3:A4", "B3:B4", "C3:F3", "G3:J3", "K3:K4", "L3:L4", "A5:A6", "A7:A9"]
    workbook("tarnbridge_monitor.xlsx", [("Notes", notes, [], []), ("Q3", rows, merged, [])])


def lowmarsh():
    """Budgets, shares, posts and a running total beside the years, and a total £1k out."""
    rows = [
        [
            "Ref",
            "Directorate",
            "Proposal",
            "2025/26 net budget £000",
            "2026/27 saving £000",
            "2027/28 saving £000",
            "2028/29 saving £000",
            "Total 3 years £000",
            "% of budget",
            "Posts (FTE)",
            "Cumulative by 2028/29 £000",
            "Deliverability",
        ],
        [
            "LM1",
            "Environment",
            "Bin collection changes",
            "8,400",
            "350",
            "120",
            "0",
            "470",
            "5.6%",
            "4.0",
            "470",
            "Medium",
        ],
        [
            "LM2",
            "Environment",
            "Parks sponsorship",
            "1,250",
            "20",
            "20",
            "20",
            "60",
            "4.8%",
            "",
            "60",
            "High",
        ],
        ["", "Environment total", "", "9,650", "370", "140", "20", "530", "5.5%", "4.0", "530", ""],
        [
            "LM3",
            "Finance & Digital",
            "Licence consolidation",
            "2,100",
            "150",
            "75",
            "",
            "225",
            "10.7%",
            "0",
            "225",
            "High",
        ],
        [
            "LM4",
            "Finance & Digital",
            "Revenues shared service",
            "1,900",
            "TBC",
            "200",
            "200",
            "400",
            "21.1%",
            "6.5",
            "400",
            "Low",
        ],
        [
            "",
            "Finance & Digital total",
            "",
            "4,000",
            "150",
            "275",
            "200",
            "625",
            "15.6%",
            "6.5",
            "625",
            "",
        ],
        [
            "",
            "Grand total",
            "",
            "13,650",
            "520",
            "416",
            "220",
            "1,155",
            "8.5%",
            "10.5",
            "1,155",
            "",
        ],
    ]
    text("lowmarsh_base_budget.csv", rows)


def eastharrow():
    """The directorate's total stands above its lines, and its name only there."""
    rows = [
        ["Eastharrow Council", "Savings plan 2026 to 2029", "", "", "", ""],
        ["", "", "", "", "£ thousand", ""],
        ["", "", "Budget", "Plan", "Plan", ""],
        ["Directorate", "Proposal", "2026–27", "2027–28", "2028–29", "Confidence"],
        ["Council total", "", "3,640", "2,410", "1,000", ""],
        ["Social Care", "", "2,950", "1,600", "700", ""],
        ["", "Home care framework", "2,000*", "1,250", "500", "Medium"],
        ["", "Housing with care", "600", "350†", "200", "Low"],
        ["", "Sitting service", "350", "—", "—", "High"],
        [""] * 6,
        ["Environment", "", "690", "810", "300", ""],
        ["", "Fleet and depots", "450", "600", "300", "Medium"],
        ["", "Grass cutting", "240", "210", "", "High"],
        [""] * 6,
        ["* Includes £400k already delivered.", "", "", "", "", ""],
        ["† Subject to consultation.", "", "", "", "", ""],
    ]
    text("eastharrow_plan.tsv", rows, delimiter="\t")


if __name__ == "__main__":
    for write in (
        fernmoor,
        saltreach,
        wyncaster,
        haldersby,
        ashmere,
        penwick,
        oxmere,
        tarnbridge,
        lowmarsh,
        eastharrow,
    ):
        write()
