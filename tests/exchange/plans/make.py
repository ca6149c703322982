"""Make the ten plans again: ``python -m tests.exchange.plans.make``.

The .xls alone needs a library that the tracker has no other use for (xlwt); without it that file
stays as it is. The .ods and the .xlsb are put together by hand.
"""

import zipfile
from pathlib import Path
from struct import pack
from xml.sax.saxutils import escape

from openpyxl import Workbook

HERE = Path(__file__).parent

NORTHMOOR = """\
Northmoor Borough Council – savings plan 2026/27 to 2028/29;;;;;;
Portfolio;Programme;RAG;2026/27;2027/28;2028/29;Total
Adult Services;Reablement first;Green;£1,200,000;£300,000;(£150,000);£1,350,000
Adult Services;Day opportunities;Amber;£250,500.50;£250,500.50;TBC;£501,001
Children’s Services;Fostering – in house;Red;;£400,000;£600,000;£1,000,000
Place;Street lighting;Green;£75,000;£25,000;£0;£100,000
Total;;;£1,525,500.50;£975,500.50;£450,000;£2,951,001
"""

EASTVALE = [
    ["Directorate", "Scheme", "Confidence", "Fund", "Financial year", "Saving (£)"],
    ["Homes and Communities", "Repairs hub", "High", "HRA", "2026/27", "120000"],
    ["Homes and Communities", "Repairs hub", "High", "HRA", "2027/28", "80000"],
    [
        "Homes and Communities",
        "Temporary accommodation",
        "Medium",
        "General Fund",
        "2026/27",
        "95000",
    ],
    ["Homes and Communities", "Temporary accommodation", "Low", "General Fund", "2027/28", "45000"],
    ["Corporate Core", "Agile estate", "High", "GF", "2026/27", "210000"],
    ["Corporate Core", "Agile estate", "High", "GF", "2027/28", "n/a"],
    ["Corporate Core", "Agile estate", "Medium", "GF", "2028/29", "-30000"],
    ["Total", "", "", "", "", "520000"],
]

# Three rows of headings, the years merged over three ratings each, subtotals in the middle, and a
# grand total that is £10,000 more than its parts.
HARROWBY = [
    ["Harrowby District Council"],
    ["All figures in £000s", None, "2026/27", None, None, "2027/28", None, None, "Total"],
    ["Directorate", "Scheme", *["High", "Medium", "Low"] * 2, "All years"],
    ["Adults", "Review of care packages", 500, 120, None, 200, 80, 40, 940],
    ["Adults", "Direct payments", 60, None, None, 40, None, 15, 115],
    ["Adults subtotal", None, 560, 120, None, 240, 80, 55, 1055],
    ["Place", "Parking", 300, None, 25, None, 50, None, 375],
    ["Place", "Waste rounds", None, 110.5, None, None, 39.5, None, 150],
    ["Place subtotal", None, 300, 110.5, 25, None, 89.5, None, 525],
    ["Total", None, 860, 230.5, 25, 240, 169.5, 55, 1590],
]

WESTBROOK = [
    ["Westbrook Council savings (£m)"],
    ["Portfolio", "People", "People", "Place", "Place", "Resources", "Total"],
    ["Programme", "Early help", "Transitions", "Leisure", "Highways", "Digital"],
    ["Confidence", "Green", "Amber", "Amber", "Red", "Green"],
    ["2026/27", 0.45, 0.2, 0.1, "TBC", 0.33, 1.08],
    ["2027/28", 0.15, 0.3, -0.05, 0.25, 0.07, 0.72],
    ["2028/29", 0.1, None, None, 0.4, 0.01, 0.51],
    ["Total", 0.7, 0.5, 0.05, 0.65, 0.41, 2.31],
]

SOUTHMERE = [
    ["Southmere County Council"],
    ["Table 4: Savings by service (£k)"],
    ["Service", "Proposal", "RAG rating", "26/27", "27/28", "28/29", "Note"],
    ["Highways", "Permit scheme", "Green", "2,000*", 150, 0, "Subject to consultation"],
    ["Highways", "Winter gritting", "Amber", "(75)", "125 [a]", -20],
    ["Libraries", "Opening hours", "Red", "Not costed yet", 90, "n/a"],
    ["Libraries", "Shared catalogue", "Green", 40, "1,010¹", "TBC"],
    ["Total", None, None, 1965, 1375, -20],
    ["* Subject to consultation"],
    ["¹ Includes a grant"],
]

# No programmes and no confidence; each year holds what all years up to it come to.
ASHDENE = [
    ["Ashdene Council: cumulative savings by directorate, £m"],
    ["Directorate", "2025/26", "2026/27", "2027/28", "2028/29"],
    ["Families", 0.1, 0.3, 0.6, 0.6],
    ["Neighbourhoods", 0.2, 0.2, 0.15, "TBC"],
    ["Chief Executive's", 0, 0.05, 0.07, 0.07],
    ["Total", 0.3, 0.55, 0.82, "TBC"],
]

KINGSHOLT = """\
Kingsholt City Council,,,,,,
Savings tracker (all £m),,,,,,
Workstream,Scheme,Owner,RAG,FY2026/27,FY2027/28,Comments
Commissioning,Homecare rates,Post A,Blue,£0.45m,£0.05m,Delivered
Commissioning,Block beds,Post B,Green,0.3,0.2,
Customer,Channel shift,Post C,Amber,£0.12m,TBC,"Depends on telephony, phase 2"
Customer,One front door,Post D,Red,-,0.8,
Customer,Badges online,,Amber,0.04,0.01,
Grand total,,,,0.91,1.06,
"""

OAKHAMPTON_1 = """\
Directorate,Scheme,Confidence,2026/27,2027/28
Adults and Health,Digital first,High,100000,50000
Adults and Health,Contract savings,High,30000,
Adults and Health,Contract savings,High,20000,10000
Growth,Digital first,Low,70000,
Growth,Digital first,Low,,15000
Total,,,220000,75000
"""

OAKHAMPTON_2 = """\
Directorate,Scheme,Confidence,2026/27,2027/28
Adult Care and Public Health,Digital first,High,110000,50000
Adult Care and Public Health,Contract savings,High,30000,
Adult Care and Public Health,Contract savings,Medium,20000,10000
Growth,Digital first,Low,70000,15000
Total,,,230000,75000
"""

FERNLEIGH = {
    "Cover": [["Fernleigh Unitary Authority"], ["Savings 2026 to 2029, working draft"]],
    "Savings £000": [
        [
            "Theme",
            "Workstream",
            "Confidence (H/M/L)",
            "Budget",
            "2026-27",
            "2027-28",
            "2028-29",
            "Total",
        ],
        ["Housing", "Voids turnaround", "H", "HRA", 40, 20, 0, 60],
        ["Housing", "Lettings", "M", "GF", 15.25, 10, 5, 30.25],
        ["Learning", "SEND transport", "L", "GF", 100, 150, None, 250],
        ["Learning", "High needs block", "M", "DSG", 60, 0, -10, 50],
        ["TOTAL", None, None, None, 215.25, 180, -5, 390.25],
    ],
}

# A directorate stands in a row of its own above its schemes; there is no column for it.
THORNBURY = """\
Thornbury Vale – Medium Term Financial Plan – savings,,,
£'000,26/27,27/28,28/29
ADULT SOCIAL CARE,,,
Assistive technology,150,200,50
Supported living,(25),75,
Sub-total Adult Social Care,125,275,50
CHILDREN AND EDUCATION,,,
Home to school transport,80,80,80
Sub-total Children and Education,80,80,80
ENVIRONMENT,,,
Green waste charge,300,,
Fleet,tbc,40,40*
Sub-total Environment,300,40,40
Total savings,505,395,170
* provisional,,,
"""


def main() -> None:
    texts = {
        "northmoor.csv": (NORTHMOOR, "cp1252"),
        "eastvale.tsv": ("".join("\t".join(row) + "\n" for row in EASTVALE), "utf-8-sig"),
        "kingsholt.csv": (KINGSHOLT, "utf-8"),
        "oakhampton-1.csv": (OAKHAMPTON_1, "utf-8"),
        "oakhampton-2.csv": (OAKHAMPTON_2, "utf-8"),
        "thornbury.csv": (THORNBURY, "utf-8"),
    }
    for name, (text, encoding) in texts.items():
        (HERE / name).write_bytes(text.replace("\n", "\r\n").encode(encoding))
    _xlsx(HERE / "harrowby.xlsx", HARROWBY, merged=["C2:E2", "F2:H2"])
    _xlsx(HERE / "ashdene.xlsx", ASHDENE)
    _ods(HERE / "westbrook.ods", WESTBROOK)
    _xls(HERE / "southmere.xls", SOUTHMERE)
    _xlsb(HERE / "fernleigh.xlsb", FERNLEIGH)


def _xlsx(path: Path, rows: list[list], merged: list[str] | None = None) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged or []:
        book.active.merge_cells(cells)
    book.save(path)


def _xls(path: Path, rows: list[list]) -> None:
    try:
        import xlwt  # type: ignore[import-not-found]
    except ImportError:
        print(f"{path.name} is left as it is: xlwt is not installed.")
        return
    book = xlwt.Workbook()
    sheet = book.add_sheet("Table 4")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    book.save(path)


def _ods(path: Path, rows: list[list]) -> None:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    of = "urn:oasis:names:tc:opendocument:xmlns"

    def cell(value: str | float | None) -> str:
        if value is None:
            return "<table:table-cell/>"
        how = "string" if isinstance(value, str) else f'float" office:value="{value}'
        text = f"<text:p>{escape(str(value))}</text:p>"
        return f'<table:table-cell office:value-type="{how}">{text}</table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{of}:office:1.0" xmlns:table="{of}:table:1.0" '
        f'xmlns:text="{of}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Plan">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{of}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        members = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
        for name, text in members.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)


# --- .xlsb: a zip of binary records, each a type, a length and its bytes -------------------------


def _xlsb(path: Path, sheets: dict[str, list[list]]) -> None:
    types = "application/vnd.ms-excel"
    of_office = "http://schemas.openxmlformats.org"
    relation = f"{of_office}/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    links = f'{head}<Relationships xmlns="{of_office}/package/2006/relationships">'
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:

        def put(name: str, content: str | bytes) -> None:
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)

        put(
            "[Content_Types].xml",
            f'{head}<Types xmlns="{of_office}/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.bin" ContentType="{types}.sheet.binary.'
            'macroEnabled.main"/>'
            + "".join(
                f'<Override PartName="/xl/worksheets/sheet{n}.bin" '
                f'ContentType="{types}.worksheet"/>'
                for n in numbers
            )
            + "</Types>",
        )
        put(
            "_rels/.rels",
            f'{links}<Relationship Id="rId1" Type="{relation}/officeDocument" '
            'Target="xl/workbook.bin"/></Relationships>',
        )
        put(
            "xl/_rels/workbook.bin.rels",
            links
            + "".join(
                f'<Relationship Id="rId{n}" Type="{relation}/worksheet" '
                f'Target="worksheets/sheet{n}.bin"/>'
                for n in numbers
            )
            + "</Relationships>",
        )
        bundles = b"".join(
            _record(156, pack("<II", 0, n) + _text(f"rId{n}") + _text(title))
            for n, title in zip(numbers, sheets, strict=True)
        )
        put(
            "xl/workbook.bin",
            _record(131) + _record(143) + bundles + _record(144) + _record(132),
        )
        for n, rows in zip(numbers, sheets.values(), strict=True):
            put(f"xl/worksheets/sheet{n}.bin", _sheet(rows))


def _sheet(rows: list[list]) -> bytes:
    width = max(map(len, rows))
    body = b""
    for number, row in enumerate(rows):
        body += _record(0, pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            at = pack("<II", column, 0)
            if isinstance(value, str):
                body += _record(6, at + _text(value))
            elif value is not None:
                body += _record(5, at + pack("<d", value))
    size = pack("<IIII", 0, len(rows) - 1, 0, width - 1)
    return b"".join(
        [_record(129), _record(148, size), _record(145), body, _record(146), _record(130)]
    )


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
    length, size = b"", len(content)
    while True:
        length += bytes([(size & 0x7F) | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + content


def _text(text: str) -> bytes:
    return pack("<I", len(text)) + text.encode("utf-16-le")


if __name__ == "__main__":
    main()
