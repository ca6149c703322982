"""Files of anything, through every step: no page breaks, and what is refused leaves no trace."""

import csv as writing
import io
import uuid
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Submission
from governance.models import Milestone, Risk
from portfolios.models import Portfolio, Position, ProgrammePlace
from reports.exchange.account import Use
from reports.models import StatedFigure
from savings.models import Benefit, BudgetPressure, SavingsLine
from tests.exchange.test_register_wizard import cells, form_of
from workforce.models import PostReduction

pytestmark = pytest.mark.django_db

CELLS = st.one_of(
    st.sampled_from(["", "TBC", "3.5", "High", "01/05/2025", "99/99/9999", "-1", "1e9", "Total"]),
    st.text(max_size=12).map(lambda one: one.replace("\0", "")),
    st.integers(-(10**12), 10**12).map(str),
)
SEEDS = st.integers(0, 999)


def fuzzed(user, holds: str, rows: list[list[str]], seed: int) -> tuple[bytes, str]:
    """A table as a file, and its page, with its mapping put at random; no page where refused."""
    out = io.StringIO()
    writing.writer(out).writerows(rows)
    content = out.getvalue().encode()
    answer = user.post("/import/", {"holds": holds, "file": io.BytesIO(content)})
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        return content, ""
    page = user.get(answer["Location"])
    said, random = form_of(page), Random(seed)
    for name, field in page.context["form"].fields.items():
        if random.random() < 0.3:
            choices = [value for value, _ in getattr(field, "choices", [])]
            said[name] = random.choice([*choices, "3", "x"])
    assert user.post(answer["Location"], said).status_code in (302, 422)
    return content, answer["Location"]


PLAN_HEADS = ["Directorate", "Scheme", "Type", "RAG", "2026/27", "2027/28", "FTE"]


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=8), min_size=1, max_size=5), seed=SEEDS)
def test_fuzzed_plans_never_break_and_never_half_apply(editor, rows, seed):
    def held() -> tuple[int, ...]:
        models = (Position, ProgrammePlace, SavingsLine, StatedFigure, PostReduction, Portfolio)
        return tuple(model.objects.count() for model in (*models, BudgetPressure))

    good = ["People", "Care", "Saving", "Green", "100", "50", "1"]
    _, upload = fuzzed(editor, "plan", [PLAN_HEADS, good, *rows], seed)
    if not upload:
        return
    preview = editor.get(f"{upload}preview/")
    assert preview.status_code == 200
    assert preview.context["cells"] == sum(n for _, n, _ in preview.context["counts"])
    before = held()
    sent_form = form_of(preview) | {"name": f"Plan {uuid.uuid4().hex[:8]}"}
    done = editor.post(f"{upload}take/", sent_form)
    assert done.status_code in (302, 422)
    after = held()
    assert after[0] == before[0] + (done.status_code == 302)
    if done.status_code == 422:
        assert after == before


HEADS = {
    "risks": ["Risk", "Programme", "Likelihood", "Impact", "Date raised", "Owner", "Response"],
    "milestones": ["Milestone", "Programme", "Due", "Forecast", "Owner", "Critical"],
    "benefits": ["Benefit", "Directorate", "Category", "Value", "Owner", "Starts on"],
    "reductions": ["Portfolio", "FTE low", "FTE high", "Vacant", "Order"],
}


@pytest.fixture
def held(editor, people):
    """How many rows there are of all that a register could touch."""

    def count() -> tuple[int, ...]:
        models = (Risk, Milestone, Benefit, PostReduction, Submission)
        return tuple(model.objects.count() for model in models)

    return count


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    holds=st.sampled_from(sorted(HEADS)),
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=7), min_size=1, max_size=4),
    seed=SEEDS,
)
def test_fuzzed_registers_never_break_and_never_half_apply(editor, place, held, holds, rows, seed):
    good = {"Programme": place.printed_label, "Directorate": str(place.portfolio), "Owner": "Head"}
    heads = HEADS[holds]
    table = [heads, *rows, [good.get(head, "1") for head in heads]]
    content, upload = fuzzed(editor, holds, table, seed)
    if not upload:
        return
    preview = editor.get(f"{upload}preview/")
    assert preview.status_code == 200
    counts = {use: number for use, number, _ in preview.context["counts"]}
    assert sum(counts.values()) == cells(content)
    before, added = held(), preview.context["added"]
    done = editor.post(f"{upload}take/", form_of(preview))
    assert done.status_code in (302, 422)
    made = sum(now - then for now, then in zip(held()[:4], before[:4], strict=True))
    assert made == (added if done.status_code == 302 else 0)
    if counts[Use.REFUSED]:
        assert done.status_code == 422
