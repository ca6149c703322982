"""The samples: all loaded, all marked, none against a paper, and all gone by one command."""

import datetime

import pytest
from django.conf import settings

from governance.models import DeliveryStatus, Gate, GateDecision, Milestone
from portfolios.models import BusinessCase
from reports.illustrative import load, remove
from reports.registry import REPORTS
from reports.table import Ask
from tests.governance.conftest import TODAY, milestone

SLUGS = ["gate-and-case-status", "milestones-at-risk", "delivery-status"]


@pytest.fixture
def samples(staged_samples, db) -> int:
    return staged_samples


def test_they_are_loaded_twice_and_removed_with_their_history(samples, programme):
    real = milestone(programme)
    assert load(settings.ILLUSTRATIVE_FIXTURES) == samples
    held = (GateDecision, Milestone, DeliveryStatus)
    assert all(model.objects.filter(illustrative=True).exists() for model in held)
    assert Milestone.objects.count() > 60
    assert DeliveryStatus.objects.count() > 140
    remove()
    assert [model.objects.count() for model in held] == [0, 1, 0]
    assert Milestone.history.count() == real.history.count() == 1
    assert Gate.objects.count() == 4


def test_they_move_no_business_case_and_contradict_no_paper(samples):
    """A sample approves a case only where the paper states an approval."""
    approved = BusinessCase.objects.filter(position__slug="working", state="approved")
    about = GateDecision.objects.filter(gate__decides_case=True)
    assert about.exists()
    for decision in about:
        assert decision.approves
        assert decision.programme_id in set(approved.values_list("programme", flat=True))
    assert set(approved.values_list("stated_in", flat=True)) == {"Paper 000"}


def test_their_days_are_counted_from_today(samples):
    assert Milestone.objects.filter(actual__gt=TODAY).count() == 0
    months = set(DeliveryStatus.objects.values_list("month", flat=True))
    assert max(months) == datetime.date(2025, 3, 1)
    assert min(months) == datetime.date(2024, 10, 1)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_tables_mark_every_sample(slug, samples, library, working):
    table = REPORTS[slug].build(Ask(library, working))
    told = {row.cells["basis"].value for row in table.rows}
    assert told <= {"illustrative", ""}
    assert "illustrative" in told
    assert any("samples: no paper says them" in note for note in table.notes)


def test_the_table_of_cases_shows_what_was_approved_beside_todays_saving(samples, library, working):
    table = REPORTS["gate-and-case-status"].build(Ask(library, working))
    approved = [row for row in table.rows if row.cells["approved"].number is not None]
    assert len(approved) == 7
    for row in approved:
        cells = row.cells
        assert cells["variance"].value == cells["expected"].value - cells["approved"].value
        assert "Business cases" in cells["passed"].value
    assert "is approved at gates for 7 programmes" in table.finding
    returned = [row for row in table.rows if "returned" in row.cells["decided"].value]
    assert returned[0].cells["next"].value == "Resource requirement"
