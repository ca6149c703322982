"""Top risks: the highest open risks and issues, and what is done about them."""

from governance.models import Band, Risk, RiskFramework
from reports.table import (
    Ask,
    Cell,
    Column,
    Footnotes,
    Kind,
    Report,
    ReportTable,
    Role,
    Row,
    Subject,
    day,
)

MOST = 10
SAMPLE = "An illustrative sample: no paper says it."
COLUMNS = (
    Column("risk", "Risk or issue"),
    Column("portfolio", "Portfolio"),
    Column("of", "Programme"),
    Column("inherent", "Inherent score", Kind.SCORE),
    Column("score", "Current score", Kind.SCORE),
    Column("target", "Target score", Kind.SCORE),
    Column("band", "Rating"),
    Column("level", "Level"),
    Column("response", "Response"),
    Column("owner", "Owner"),
    Column("review", "Next review"),
)


def build(ask: Ask) -> ReportTable:
    portfolios = {p.portfolio_id: p.printed_label for p in ask.portfolios}
    risks = Risk.objects.at(ask.position).open().exclude(likelihood=None)
    if not ask.covers_all:
        risks = risks.filter(home__in=portfolios)
    highest = list(risks.highest_first().for_reading()[:MOST])
    scores = list(risks.values_list("score_now", flat=True))
    framework = RiskFramework.objects.held()
    footnotes = Footnotes()
    rows = tuple(_row(risk, portfolios, framework, footnotes) for risk in highest)
    return ask.table(
        REPORT,
        columns=COLUMNS,
        rows=rows,
        notes=(
            *footnotes.notes(),
            "A score is likelihood times impact. What is not yet scored is not listed.",
        ),
        finding=_finding(highest, scores, framework),
    )


def _row(
    risk: Risk, portfolios: dict[int, str], framework: RiskFramework, footnotes: Footnotes
) -> Row:
    home: int | None = risk.home  # type: ignore[attr-defined]
    return Row(
        Role.BODY,
        {
            "risk": Cell(
                risk.title,
                link=("governance-risk", str(risk.pk)),
                mark=footnotes.mark(SAMPLE if risk.illustrative else ""),
            ),
            "portfolio": Cell(portfolios.get(home, "") if home else "All portfolios"),
            "of": Cell(str(risk.programme or "")),
            "inherent": _score(risk.inherent_score),
            "score": _score(risk.score),
            "target": _score(risk.target_score),
            "band": Cell(framework.band(risk.score or 0).label),
            "level": Cell(risk.get_level_display()),
            "response": Cell(risk.get_response_display()),
            "owner": Cell(risk.owned_by),
            "review": day(risk.review_on),
        },
    )


def _score(hundredths: int | None) -> Cell:
    return Cell("not scored" if hundredths is None else hundredths)


def _finding(highest: list[Risk], scores: list[int], framework: RiskFramework) -> str:
    if not highest:
        return "No open risk or issue is scored"
    very_high = sum(framework.band(score) == Band.VERY_HIGH for score in scores)
    number = f"{very_high} of {len(scores)}" if very_high else f"None of {len(scores)}"
    noun = "open risk or issue" if len(scores) == 1 else "open risks and issues"
    verb = "is" if very_high <= 1 else "are"
    return f"{number} {noun} {verb} very high; the highest is “{highest[0].title}”"


REPORT = Report(
    slug="top-risks",
    title="Top risks",
    question="What could stop us, how likely is it, and who does something about it?",
    subject=Subject.GOVERNANCE,
    build=build,
    lives_on=True,
)
