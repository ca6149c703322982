"""What was published is pulled again, a year later by the clock, and is what it was."""

import datetime

import pytest

from accounts.roles import Role
from agt.words import clock
from portfolios.models import Organisation, Position
from reports.actions.open_position import open_position
from reports.actions.publish_position import publish_position
from reports.actions.sign import sign_position
from reports.freeze import thawed
from reports.library import Library
from reports.models.paper_block import HAPPENED
from reports.papers.compose import compose
from reports.papers.shelf import PAPERS
from reports.papers.value import Paper, Paragraph
from reports.registry import REPORTS
from reports.renderers import as_json
from reports.table import Ask
from savings.models import FundingGap, SavingsLine
from tests.conftest import MOMENT
from tests.governance.conftest import rated
from tests.papers.test_writing import CABINET

pytestmark = pytest.mark.django_db
LATER = MOMENT + datetime.timedelta(days=365)
MARCH_2026 = {
    "name": "March 2026",
    "slug": "march-2026",
    "short_name": "Mar 2026",
    "kind": Position.Kind.MONTHLY_BOARD,
}
FILES = (
    "/reports/pack.xlsx",
    "/reports/savings-profile.xlsx",
    "/papers/cabinet.docx",
    "/papers/cabinet.pptx",
)


@pytest.fixture
def march(working, people) -> Position:
    sign_position(position=working, by=people[Role.SECTION_151])
    editor = people[Role.PMO_EDITOR]
    return publish_position(position=working, by=editor, note="Agreed.", details=CABINET)


@pytest.fixture
def pulled(client, people, march):
    """The bytes of each published file, as an analyst downloads them at a moment."""
    client.force_login(people[Role.ANALYST])

    def pull(at: datetime.datetime) -> dict[str, bytes]:
        with clock.stopped_at(at):
            return {name: client.get(f"{name}?position={march.slug}").content for name in FILES}

    return pull


def test_files_pulled_a_year_apart_are_the_same_stored_bytes(pulled, march, people):
    first = pulled(MOMENT)
    with clock.stopped_at(LATER):
        newer = open_position(by=people[Role.PMO_EDITOR], source=march, **MARCH_2026)
        SavingsLine.objects.filter(place__position=newer).update(amount=1)
    assert pulled(LATER) == first
    kept = {file.name: bytes(file.content) for file in march.files.all()}
    assert all(content in kept.values() for content in first.values())
    assert all(content[:2] == b"PK" for content in first.values())
    with thawed():  # what is handed out is what is stored, not what would be drawn today
        march.files.filter(name="cabinet-paper-march-2025.docx").update(content=b"PK, as stored")
    assert pulled(LATER)["/papers/cabinet.docx"] == b"PK, as stored"


def test_tables_drawn_again_a_year_later_agree_cell_by_cell_with_those_that_were_kept(
    march, people
):
    with clock.stopped_at(LATER):
        library = Library(people[Role.HR_PARTNER], Position.objects.all())
        for kept in march.tables.all():
            if REPORTS[kept.slug].lives_on:
                continue  # as at the day they are asked for
            drawn = as_json.as_dict(REPORTS[kept.slug].build(Ask(library, march)))
            assert drawn["rows"] == kept.content["rows"], kept.slug
            assert drawn["columns"] == kept.content["columns"], kept.slug
            assert drawn["notes"] == kept.content["notes"], kept.slug


RENAMED = {
    "name": "Another Council",
    "programme_name": "Another programme",
    "portfolio": "directorate",
    "portfolios": "directorates",
    "programme": "scheme",
    "programmes": "schemes",
    "green": "Firm",
    "green_means": "Signed for",
    "amber": "Likely",
    "red": "At risk",
    "weight_amber": 50,
    "weight_red": 0,
}


def test_settings_that_change_change_nothing_that_was_published(working, people, client):
    """Neither a word nor a weight: of its papers, its tables, or a file that is made anew."""
    FundingGap.objects.create(position=working, year=working.first_year, amount=10**10)
    sign_position(position=working, by=people[Role.SECTION_151])
    editor = people[Role.PMO_EDITOR]
    march = publish_position(position=working, by=editor, note="Agreed.", details=CABINET)
    newer = open_position(by=editor, source=march, **MARCH_2026)
    client.force_login(people[Role.HR_PARTNER])

    def told(position: Position) -> list:
        library = Library(people[Role.HR_PARTNER], Position.objects.all())
        ask = Ask(library, position)
        of_day = [r.build(ask) for r in REPORTS.values() if not r.lives_on]
        return [compose(outline, ask).paper for outline in PAPERS.values()] + of_day

    def pulled(position: Position, at: str) -> bytes:
        return client.get(f"{at}{'&' if '?' in at else '?'}position={position.slug}").content

    of_one = f"/reports/savings-by-portfolio.csv?portfolio={march.places.first().portfolio.slug}"
    before, file = told(march), pulled(march, of_one)
    was = told(newer)
    with clock.stopped_at(LATER):
        held = Organisation.objects.get()
        for name, value in RENAMED.items():
            setattr(held, name, value)
        held.save()
        assert told(march) == before
        assert pulled(march, of_one) == file
        page = pulled(march, "/papers/cabinet/").decode().partition('class="paper"')[2]
        assert "Another" not in page.partition("</main>")[0]
        now = told(newer)
        assert now != was
        assert (now[0].title, now[0].organisation) == ("Another programme", "Another Council")
        shown = " ".join(f"{table.columns} {table.notes}" for table in now[len(PAPERS) :])
        for word in ("Directorate Name", "Firm", "Firm: Signed for", "Likely 50%"):
            assert word in shown, word
        assert "Firm" in pulled(newer, "/reports/finance-confidence/").decode()


def test_what_happened_stays_as_it_was_told_on_the_day(working, people):
    """A risk that is written down later, with an earlier day, is not in a paper that went out."""
    home = working.places.first().programme
    risk = rated(3, 3, programme=home, title="Known [[by then]]", raised_on="2025-03-10")
    sign_position(position=working, by=people[Role.SECTION_151])
    details = {**CABINET, "as_at": datetime.date(2025, 3, 14)}
    editor = people[Role.PMO_EDITOR]
    march = publish_position(position=working, by=editor, note="Agreed.", details=details)

    def told(viewer) -> str:
        return " ".join(
            p.text for p in scrutiny(march, viewer).blocks() if isinstance(p, Paragraph)
        )

    first = told(people[Role.VIEWER])
    assert "Risk raised: Known [[by then]]" in first
    rated(3, 3, programme=home, title="Afterthought", raised_on="2025-03-11")
    risk.delete()
    with clock.stopped_at(LATER):
        assert told(people[Role.VIEWER]) == first
        assert "Known" not in told(people[Role.PORTFOLIO_LEAD])  # written down for the whole
        newer = open_position(by=editor, source=march, **MARCH_2026)
    assert not newer.paper_blocks.filter(section=HAPPENED).exists()


def scrutiny(position: Position, viewer) -> Paper:
    library = Library(viewer, Position.objects.select_related("establishment").newest_first())
    return compose(PAPERS["scrutiny"], Ask(library, position)).paper
