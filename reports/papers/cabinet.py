"""The Cabinet report: a committee's front sheet, then the programme as its tables tell it."""

from portfolios.models import Highlight, Improvement
from reports.papers.compose import Composer
from reports.papers.outline import Outline, Part, Says, Shows, Words
from reports.table import Role

SAVINGS = "savings-by-portfolio"
CONFIDENCE = "finance-confidence"
PROFILE = "savings-profile"
POSTS = "post-reductions"
PROGRAMMES = "portfolio-programmes"
TOTALS = (Role.TOTAL, Role.SUBTOTAL)


def _improvements(composer: Composer) -> None:
    """How the savings are delivered: the planned improvements, as points."""
    found = _of_portfolio(composer, Improvement)
    if found:
        composer.say("Improvements and savings come from:")
        composer.list((item.title, item.text) for item in found)


def _saving(composer: Composer) -> None:
    if composer.portfolio:
        of = f"portfolio.{composer.portfolio.slug}"
        composer.say(f"The portfolio is expected to save [[{of}.saving.total]].")


def _this_year_and_next(composer: Composer) -> None:
    """What its budgets of this year and the next count on, as its report has it."""
    table = composer.table("savings-in-year")
    years = [c for c in table.columns if c.key not in ("portfolio", "expected")]
    if composer.portfolio and all(
        r.cells[c.key].number is not None for r in table.rows for c in years
    ):
        composer.say("Of this total:")
        for year in years:
            token = f"portfolio.{composer.portfolio.slug}.saving.{year.key}"
            composer.say(f"[[{token}]] in {year.key}", bullet=True)


def _highlights(composer: Composer) -> None:
    found = _of_portfolio(composer, Highlight)
    if found:
        composer.say("Progress to date:")
        composer.list(("", item.text) for item in found)


def _of_portfolio(composer: Composer, model: type[Improvement] | type[Highlight]) -> list:
    """A position's points of one portfolio; those of all are read together, once."""
    held = composer.notes.get(model)
    if held is None:
        held = composer.notes[model] = list(
            model._default_manager.filter(position=composer.ask.position)
        )
    of = composer.portfolio.portfolio_id if composer.portfolio else None
    return [item for item in held if item.portfolio_id == of]


FRONT = Part(
    "front-sheet",
    "Front sheet",
    1,
    (
        Words("front-maker", "Decision maker", "Which body decides, and when it meets."),
        Words(
            "front-confidentiality",
            "Statement of confidentiality",
            "Which part is exempt from publication and under which paragraph, or that none is.",
        ),
        Words("front-summary", "Brief summary", "What the report is about, in three sentences."),
        Words(
            "front-cabinet",
            "Recommendations to Cabinet",
            "What Cabinet is asked to do, one point each: note, agree, delegate.",
        ),
        Words(
            "front-council",
            "Recommendations to Full Council",
            "What Full Council is asked to do, where it has to decide.",
            needed=False,
        ),
        Words(
            "front-scrutiny",
            "Recommendations to Overview and Scrutiny",
            "What scrutiny is asked to do, where the report goes there.",
            needed=False,
        ),
        Words("front-reasons", "Reasons for the recommendations", "Why this is asked for now."),
        Words(
            "front-options",
            "Alternative options considered and rejected",
            "What else could be done, and why it is not recommended.",
        ),
        Words(
            "front-capital",
            "Resource implications: capital and revenue",
            "What it costs and saves, and where that stands in the budget.",
        ),
        Words("front-property", "Resource implications: property and other", "Or: none."),
        Words(
            "front-power",
            "Legal implications: statutory power",
            "Under which power the council acts.",
        ),
        Words(
            "front-legal", "Legal implications: other", "Consultation, employment law. Or: none."
        ),
        Words(
            "front-risk", "Risk management implications", "What could go wrong with deciding so."
        ),
        Words(
            "front-policy",
            "Policy framework implications",
            "How it stands to the council's plans and strategies.",
        ),
        Words(
            "front-key", "Key decision?", "Yes or no; if yes, since when it is on the forward plan."
        ),
        Words("front-wards", "Wards and communities affected", "Which wards, or all."),
        Words(
            "front-assessments",
            "Impact assessments",
            "Which equality, safety and privacy assessments are made or needed.",
        ),
        Words("front-appendices", "Appendices", "What is appended, or none."),
        Words("front-rooms", "Documents in members' rooms", "Or: none.", needed=False),
        Words("front-background", "Background papers", "What the report rests on, or none."),
    ),
    front=True,
)

OUTLINE = Outline(
    "cabinet",
    "Cabinet report",
    "The quarterly report of the whole programme, in the order Cabinet reads it.",
    (
        FRONT,
        Part(
            "purpose",
            "Purpose of this report",
            1,
            (Words("purpose", "Purpose", "Who it is for and what it sets out."),),
        ),
        Part(
            "summary",
            "Executive summary",
            1,
            (
                Words(
                    "summary",
                    "The whole programme in a paragraph",
                    "What the whole programme is, how it is organised, what it is to save.",
                ),
                Shows(SAVINGS, "Expected savings by portfolio"),
                Words("summary-posts", "Posts", "The range of posts, and how it has moved."),
                Words("summary-confidence", "Confidence", "How sure we are, and what has moved."),
                Shows(CONFIDENCE, "Finance confidence in the expected savings"),
                Words("summary-profile", "When it lands", "What this year and the next count on."),
                Shows(PROFILE, "Savings over time, in total", roles=TOTALS),
                Words(
                    "summary-close",
                    "Control and what comes next",
                    "How benefits are controlled, what was achieved, where it goes from here.",
                    needed=False,
                ),
            ),
        ),
        Part(
            "introduction",
            "Introduction",
            1,
            (
                Words(
                    "introduction",
                    "Introduction",
                    "Why the council does this, what has happened since it was approved, and what "
                    "success looks like.",
                ),
            ),
        ),
        Part("overview", "Programme overview", 1),
        Part(
            "structure",
            "Portfolio structure",
            2,
            (Words("structure", "Portfolio structure", "How the whole programme is organised."),),
        ),
        Part(
            "savings",
            "Expected savings",
            2,
            (
                Words("savings", "Expected savings", "What is expected, and why that has changed."),
                Shows(SAVINGS, "Current and earlier expected saving", chart="savings-change"),
            ),
        ),
        Part(
            "confidence",
            "Overall programme assessment",
            2,
            (
                Words(
                    "confidence",
                    "Confidence",
                    "What Green, Amber and Red mean, what has moved between them and why.",
                ),
                Shows(CONFIDENCE, "Finance confidence by portfolio", chart="confidence"),
            ),
        ),
        Part(
            "profile",
            "Savings profile",
            2,
            (
                Words(
                    "profile", "Savings profile", "When the savings land, and what that rests on."
                ),
                Shows(PROFILE, "Savings profile by portfolio", chart="profile"),
            ),
        ),
        Part(
            "benefits",
            "Benefits realisation group",
            2,
            (
                Words("benefits", "Benefits realisation", "Who controls benefits, and how."),
                Shows("benefits-summary", "Benefits by category"),
            ),
        ),
        Part(
            "risks",
            "Risk management",
            2,
            (
                Words(
                    "risks", "Risk management", "How risks are assessed, reviewed and escalated."
                ),
                Shows("top-risks", "The highest open risks and issues"),
            ),
        ),
        Part(
            "dependencies",
            "Dependencies",
            2,
            (
                Words(
                    "dependencies",
                    "Dependencies",
                    "How dependencies are tracked, and what is late.",
                ),
                Shows("dependencies-by-portfolio", "Dependencies by portfolio"),
            ),
        ),
        Part("workforce", "Workforce implications", 1),
        Part(
            "posts",
            "Establishment post reductions",
            2,
            (
                Words(
                    "posts", "Post reductions", "The range, what of it is vacant, what is settled."
                ),
                Shows(POSTS, "Potential post reductions by portfolio", chart="post-ranges"),
            ),
        ),
        Part(
            "engagement",
            "Approach to employee engagement",
            2,
            (Words("engagement", "Employee engagement", "How employees hear and are heard."),),
        ),
        Part(
            "consultation",
            "Approach to consultation",
            2,
            (
                Words(
                    "consultation",
                    "Consultation",
                    "How consultations are run, and what comes next.",
                ),
            ),
        ),
        Part(
            "status",
            "Current portfolio status",
            1,
            (Words("status", "Portfolio status", "A sentence that leads into the portfolios."),),
        ),
        Part(
            "portfolio",
            "Portfolio",
            2,
            (
                Words(
                    "portfolio", "Introduction", "What the portfolio is about now.", needed=False
                ),
                Says(_improvements),
                Says(_saving),
                Shows(PROGRAMMES, "Programmes and their expected saving", hide=("portfolio",)),
                Says(_this_year_and_next),
                Says(_highlights),
                Words(
                    "spotlight",
                    "Spotlight",
                    "One story of a change that residents or staff felt. No names.",
                    needed=False,
                ),
            ),
            of_each=True,
        ),
        Part(
            "next",
            "What is next",
            1,
            (
                Words(
                    "next",
                    "What is next",
                    "What the next phase is about, and what is decided when.",
                ),
            ),
        ),
    ),
)
