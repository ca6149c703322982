"""The Cabinet pack: every table of a position in one Excel workbook."""

from agt.words import clock
from portfolios.council import as_published, council
from reports.asking import pack_tables
from reports.renderers import as_excel
from reports.table import Ask


def render(ask: Ask) -> bytes:
    """The workbook, with a cover that says what it is of and when it was made."""
    with as_published(ask.position):
        return _rendered(ask)


def _rendered(ask: Ask) -> bytes:
    organisation = council()
    about = [
        ("", organisation.programme_name if organisation else "Transformation programme"),
        ("Council", organisation.name if organisation else ""),
        ("Position", ask.position.printed_name),
        ("As at", ask.position.as_at_text),
        ("State", ask.position.standing),
        ("Scope", ask.scope),
        ("Money", "General Fund savings; numbers in pounds, shown in £m"),
        ("Made on", f"{clock.now():%d %B %Y, %H:%M}".lstrip("0")),
    ]
    return as_excel.render_pack(pack_tables(ask), about)
