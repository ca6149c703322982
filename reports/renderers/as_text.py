"""A report table as plain text, for a terminal."""

from reports.renderers.words import print_cell
from reports.table import ReportTable


def render(table: ReportTable) -> str:
    lines = [[column.heading for column in table.columns]]
    lines += [
        [print_cell(c, row.cells[c.key]) + row.cells[c.key].mark for c in table.columns]
        for row in table.rows
    ]
    widths = [max(len(line[i]) for line in lines) for i in range(len(table.columns))]
    numeric = [column.kind.is_number for column in table.columns]
    printed = [
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(line, widths, numeric, strict=True)
        ).rstrip()
        for line in lines
    ]
    rule = "-" * max(len(line) for line in printed)
    return "\n".join(
        [table.title, table.caption, "", printed[0], rule, *printed[1:], "", *table.notes]
    )
