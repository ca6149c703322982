"""What the tables of decisions and their actions share: columns, and a row's cells."""

from collections.abc import Mapping

from agt.words.days import long_day
from governance.models import Board, Decision, Meeting
from governance.notice import Periods
from portfolios.council import say
from portfolios.models import PortfolioPlace
from reports.definitions.living import BASIS, basis, dated
from reports.table import Cell, Column, Kind

Portfolios = Mapping[int, PortfolioPlace]
WHOLE = "All portfolios"
LEADING = (
    Column("meeting", "Meeting"),
    Column("board", "Board"),
    Column("decision", "Decision"),
    Column("portfolio", "Portfolio"),
    Column("programme", "Programme"),
    Column("key", "Key decision"),
)
MONEY_AND_POSTS = (
    Column("pence", "Saving", Kind.MONEY),
    Column("fte_low", "Posts, from", Kind.FTE),
    Column("fte_high", "Posts, to", Kind.FTE),
)
AHEAD = (*LEADING, *MONEY_AND_POSTS, Column("notice", "Notice and what is late"), BASIS)
MADE = (
    *LEADING,
    Column("outcome", "Outcome"),
    Column("decided", "What was decided"),
    *MONEY_AND_POSTS,
    Column("gate", "Gate"),
    Column("call_in", "Call-in"),
    Column("minute", "Minute"),
    BASIS,
)


def in_portfolio(home: int | None, portfolios: Portfolios) -> str:
    """The portfolio of a row, as the position prints it."""
    if home is None:
        return say(WHOLE)
    place = portfolios.get(home)
    return place.printed_label if place else ""


def board_words(meeting: Meeting, portfolios: Portfolios) -> str:
    """A meeting's board, and the portfolio it is of as the position prints it."""
    board: Board = meeting.board
    if meeting.portfolio_id is None:
        return board.name
    label = in_portfolio(meeting.portfolio_id, portfolios) or str(meeting.portfolio)
    return f"{board.name}, {label}"


def meeting_words(meeting: Meeting, portfolios: Portfolios) -> str:
    """A meeting as a page names it: its board and its day."""
    return f"{board_words(meeting, portfolios)}, {long_day(meeting.held_on)}"


def prompt_words(decision: Decision, periods: Periods) -> str:
    """What is to do about a decision that is still to be made; nothing where nothing is."""
    if decision.is_unrecorded:
        return "Its meeting was held: record what was decided."
    prompt = decision.notice(periods)
    return prompt.says if prompt else ""


def _leading(decision: Decision, portfolios: Portfolios) -> dict[str, Cell]:
    home: int | None = decision.home  # type: ignore[attr-defined]
    meeting = decision.meeting
    return {
        "meeting": dated(meeting.held_on),
        "board": Cell(
            board_words(meeting, portfolios), link=("governance-meeting", str(meeting.pk))
        ),
        "decision": Cell(decision.title, link=("governance-decision", str(decision.pk))),
        "portfolio": Cell(in_portfolio(home, portfolios)),
        "programme": Cell(str(decision.programme or "")),
        "key": Cell("key" if decision.is_key else ""),
        **{
            name: Cell("" if value is None else value)
            for name in ("pence", "fte_low", "fte_high")
            for value in [getattr(decision, name)]
        },
        "basis": basis(decision.illustrative),
    }


def ahead_cells(decision: Decision, portfolios: Portfolios, periods: Periods) -> dict[str, Cell]:
    """A decision that is still to be made, in the columns of the forward plan."""
    notice = Cell(prompt_words(decision, periods))
    return {**_leading(decision, portfolios), "notice": notice}


def made_cells(decision: Decision, portfolios: Portfolios, periods: Periods) -> dict[str, Cell]:
    """A decision in the columns of the log."""
    return {
        **_leading(decision, portfolios),
        "outcome": Cell(decision.get_outcome_display()),
        "decided": Cell(decision.decided),
        "gate": Cell(str(decision.gate_decision.gate) if decision.gate_decision else ""),
        "call_in": Cell(decision.call_in(periods)),
        "minute": Cell(decision.minute),
    }
