"""What needs attention, the worst first: each kind one sentence, and where it can be mended.

Each kind answers from the library's figures or from the tallies of one query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from agt.words.money import in_millions
from agt.words.years import FinancialYear
from governance.slip import DAYS_A_YEAR
from reports.quantities import Quantity
from reports.renderers.why import figure_url
from reports.returning import working_among
from reports.table import Ask, Source
from reports.tallies import NONE, Tally, tallies
from savings.models import Confidence

YEARS_AHEAD = 2  # financial years after the position's own in which a Red saving is near


@dataclass(frozen=True, slots=True)
class Item:
    """Something that needs attention, with the place where it can be mended."""

    text: str
    url: str
    link: str
    illustrative: bool = False  # samples are among what it counts


class Look:
    """What the kinds answer from: the library's figures, and the tallies of one query."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.working = working_among(ask.library.positions)
        self._tallies = tallies(ask.library, ask.position, self.working)

    def of(self, kind: str) -> Tally:
        return self._tallies.get(kind, NONE)

    def item(self, kind: str, text: str, link: str, page: str, **asked: str) -> Item:
        """An item about a kind, that leads to a page filtered to it."""
        query = urlencode({"position": self.ask.position.slug, **asked})
        return Item(text, f"{reverse(page)}?{query}", link, bool(self.of(kind).samples))


def attention(ask: Ask) -> list[Item]:
    """What is wrong or undone at the position asked about, the worst first."""
    look = Look(ask)
    return [item for kind in KINDS if (item := kind(look)) is not None]


# --- the kinds -----------------------------------------------------------------------------------


def unexplained_breaks(look: Look) -> Item | None:
    n = sum(not r.figure.explanation for r in look.ask.library.breaks)
    if not n:
        return None
    text = (
        f"{_count(n, 'printed figure')} {_verb(n, 'does', 'do')} not agree with what "
        f"{_verb(n, 'it is', 'they are')} made of, and nobody has explained why."
    )
    return look.item("breaks", text, "See the breaks", "reconciliation")


def red_savings(look: Look) -> Item | None:
    """Red that lands soon; where the position says no years, all that is Red."""
    ask = look.ask
    red = Quantity(confidence=Confidence.RED)
    total = ask.book.figure(red)
    if not total:
        return None
    first = FinancialYear.of(ask.position.as_at)
    years = [first + ahead for ahead in range(1, YEARS_AHEAD + 1)]
    near = [
        ask.book.figure(Quantity(confidence=Confidence.RED, year=year))
        if year <= ask.position.last_year
        else 0
        for year in years
    ]
    url = figure_url(Source(ask.position.slug, red))
    if None in near:
        text = f"{in_millions(total)} of savings is Red: not yet validated."
    elif soon := sum(pence or 0 for pence in near):
        named = " and ".join(str(year) for year in years)
        all_years = f"; {in_millions(total)} in all years" if total != soon else ""
        text = (
            f"{in_millions(soon)} of savings that land in {named} is Red: not yet "
            f"validated{all_years}."
        )
    else:
        return None
    return Item(text, url, "See where it is")


def green_without_approval(look: Look) -> Item | None:
    tally = look.of("green, no case")
    if not tally.count:
        return None
    text = (
        f"{in_millions(tally.sum)} of savings in {_count(tally.count, 'programme')} is Green on a "
        f"business case that is known not to be approved."
    )
    return look.item(
        "green, no case",
        text,
        "See them",
        "programme-list",
        case="not-approved",
        confidence="green",
    )


def green_in_consultation(look: Look) -> Item | None:
    """By amount alone: which programmes bring people into a consultation is not for everyone."""
    tally = look.of("green, consulting")
    if not tally.count:
        return None
    text = (
        f"{in_millions(tally.sum)} of savings is Green while the consultation of its programme is "
        "not finished."
    )
    return look.item("green, consulting", text, "See the consultations", "workforce-consultations")


def late_milestones(look: Look) -> Item | None:
    tally = look.of("milestones")
    if not tally.count:
        return None
    delay = round(tally.sum / DAYS_A_YEAR)
    delaying = f", delaying {in_millions(delay)}-years of it" if delay else ""
    text = (
        f"{_count(tally.count, 'milestone')} that {_verb(tally.count, 'carries', 'carry')} a "
        f"saving {_verb(tally.count, 'is', 'are')} late or overdue{delaying}."
    )
    return look.item(
        "milestones", text, "See them", "milestone-list", state="at-risk", carries="saving"
    )


def very_high_risks(look: Look) -> Item | None:
    n = look.of("very high").count
    if not n:
        return None
    what = _count(n, "open risk or issue", "open risks or issues")
    text = f"{what} {_verb(n, 'is', 'are')} rated very high."
    return look.item("very high", text, "See them", "governance-risks", band="very_high")


def off_track(look: Look) -> Item | None:
    n = look.of("off track").count
    if not n:
        return None
    text = f"Delivery of {_count(n, 'programme')} is off track."
    return look.item("off track", text, "See them", "status-board", list="off-track")


def late_dependencies(look: Look) -> Item | None:
    tally = look.of("dependencies")
    n = tally.count
    if not n:
        return None
    stakes = f", with {in_millions(tally.sum)} at stake" if tally.sum else ""
    what = _count(n, "dependency", "dependencies")
    text = f"{what} {_verb(n, 'is', 'are')} late{stakes}."
    return look.item("dependencies", text, "See them", "governance-dependencies", state="late")


def changes_waiting(look: Look) -> Item | None:
    tally = look.of("changes")
    n = tally.count
    if not n:
        return None
    text = (
        f"{_count(n, 'change')} above the tolerance {_verb(n, 'waits', 'wait')} to be agreed: "
        f"{in_millions(tally.sum, sign=True)} in all."
    )
    return look.item("changes", text, "See what waits", "change-list")


def late_returns(look: Look) -> Item | None:
    n = look.of("returns").count
    if not n:
        return None
    text = f"The return of {_count(n, 'programme')} to {look.working} is late."
    return look.item("returns", text, "See who owes what", "return-calendar")


def late_actions(look: Look) -> Item | None:
    n = look.of("actions").count
    if not n:
        return None
    text = f"{_count(n, 'action')} of the boards {_verb(n, 'is', 'are')} late."
    return look.item("actions", text, "See them", "governance-actions", state="late")


def late_mitigations(look: Look) -> Item | None:
    n = look.of("mitigations").count
    if not n:
        return None
    what = _count(n, "risk or issue", "risks or issues")
    text = f"What was to be done about {what} is late."
    return look.item("mitigations", text, "See them", "governance-risks", state="acting")


def overdue_reviews(look: Look) -> Item | None:
    n = look.of("reviews").count
    if not n:
        return None
    what = _count(n, "risk or issue", "risks or issues")
    text = f"{what} {_verb(n, 'is', 'are')} past the day of {_verb(n, 'its', 'their')} review."
    return look.item("reviews", text, "Review them", "governance-risks", state="overdue")


def stale_statuses(look: Look) -> Item | None:
    n = look.of("stale").count
    if not n:
        return None
    has = _verb(n, "has", "have")
    text = f"{_count(n, 'programme')} {has} no delivery status for last month or this one."
    return look.item("stale", text, "See them", "status-board", list="stale")


def apportioned(look: Look) -> Item | None:
    if "apportioned" not in look.ask.book.bases:
        return None
    text = (
        "Some programmes' years and confidence are apportioned from published totals, not "
        "entered by their programme."
    )
    return look.item("apportioned", text, "See the lines", "savings")


KINDS: tuple[Callable[[Look], Item | None], ...] = (
    unexplained_breaks,
    red_savings,
    green_without_approval,
    green_in_consultation,
    late_milestones,
    very_high_risks,
    off_track,
    late_dependencies,
    changes_waiting,
    late_returns,
    late_actions,
    late_mitigations,
    overdue_reviews,
    stale_statuses,
    apportioned,
)


def _count(number: int, what: str, many: str = "") -> str:
    return f"{number:,} {what if number == 1 else many or what + 's'}"


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
