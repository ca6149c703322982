"""The illustrative samples: they load, are marked, and go without a trace of anything else."""

import datetime
import io

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.roles import Role
from agt.words import clock
from agt.words.days import working_day
from governance.models import Decision, Dependency, Meeting, MitigatingAction, Risk, RiskScore
from portfolios.models import Illustrative, Programme
from reports.checklist import checklist
from reports.illustrative import counts, load, remove, sample_models
from tests.governance.conftest import day, new_dependency, new_risk

pytestmark = pytest.mark.django_db


def said(command: str) -> str:
    out = io.StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


def rows() -> dict[str, int]:
    """How many rows every table holds, histories among them."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture
def samples() -> dict:
    """The samples loaded; how many rows of each kind were there before."""
    before = {model: model._default_manager.count() for model in sample_models()}
    load(settings.ILLUSTRATIVE_FIXTURES)
    return before


def test_they_load_and_the_command_says_how_many():
    told = said("load_illustrative")
    for name, held in counts():
        assert f"{held} {name}" in told
    assert 20 <= Risk.objects.count() <= 40
    assert 25 <= Dependency.objects.count() <= 45


def test_loading_again_leaves_as_many(samples):
    before = rows()
    load(settings.ILLUSTRATIVE_FIXTURES)
    assert rows() == before


@pytest.mark.parametrize("today", ["2026-11-22", "2026-11-23", "2026-12-29", "2026-03-17"])
def test_boards_meet_on_working_days_whatever_day_it_is(today):
    moment = datetime.datetime.fromisoformat(f"{today}T10:30").replace(tzinfo=clock.LONDON)
    with clock.stopped_at(moment):
        load(settings.ILLUSTRATIVE_FIXTURES)
    held = list(Meeting.objects.order_by("held_on").values_list("held_on", flat=True))
    assert [working_day(met) for met in held] == held
    assert len({(met - moment.date()).days // 21 for met in held}) == 3  # past, just held, ahead


def test_removing_takes_exactly_these_away(programmes_of_mine):
    mine, other = programmes_of_mine
    risk, dependency = new_risk(programme=mine), new_dependency(mine, other)
    before = rows()
    loaded = load(settings.ILLUSTRATIVE_FIXTURES)
    assert f"{loaded} illustrative rows removed." in said("remove_illustrative")
    assert rows() == before
    assert set(Risk.objects.all()) == {risk}
    assert set(Dependency.objects.all()) == {dependency}
    assert list(counts()) == []
    assert remove() == 0


def test_no_sample_goes_that_is_named_by_what_is_none(samples):
    meeting = Meeting.objects.filter(illustrative=True)[0]
    Decision.objects.create(meeting=meeting, title="Ours")
    before = rows()
    with pytest.raises(CommandError, match=r"No sample is removed\. .*: 1 decision\. Remove these"):
        said("remove_illustrative")
    assert "so they were not loaded afresh" in said("load_illustrative")
    assert rows() == before


def test_what_was_said_of_a_sample_stays_while_the_sample_does(samples):
    said_of_it = RiskScore.objects.all()[0]
    said_of_it.pk, said_of_it.illustrative = None, False
    said_of_it.save()
    assert "so they were not loaded afresh" in said("load_illustrative")
    assert RiskScore.objects.filter(pk=said_of_it.pk).exists()
    assert "removed." in said("remove_illustrative")
    assert not RiskScore.objects.exists()


def test_what_somebody_changed_of_a_sample_stays(samples, people):
    risk = Risk.objects.all()[0]
    risk.title, risk._history_user = "Ours now", people[Role.PMO_EDITOR]
    risk.save()
    assert "so they were not loaded afresh" in said("load_illustrative")
    assert Risk.objects.get(pk=risk.pk).title == "Ours now"
    remove()
    assert "afresh" not in said("load_illustrative")
    assert not Risk.objects.filter(title="Ours now").exists()


@pytest.fixture
def programmes_of_mine() -> list[Programme]:
    return list(Programme.objects.all()[:2])


def test_every_sample_is_marked(samples):
    """What was there before them is not; the restructures of 2018 are published."""
    for model in sample_models():
        assert issubclass(model, Illustrative)
        unmarked = model._default_manager.filter(illustrative=False)
        assert unmarked.count() == samples[model]


def test_dates_follow_the_day_they_are_loaded(samples):
    newest = RiskScore.objects.latest("on")
    assert day(-60) < newest.on <= clock.today()
    assert MitigatingAction.objects.filter(due__gt=clock.today()).exists()


def test_a_risk_is_rated_as_its_newest_reading_and_stands_at_its_newest_escalation(samples):
    for risk in Risk.objects.prefetch_related("scores", "escalations"):
        *_, newest = [None, *risk.scores.all()]
        rating = (newest.likelihood, newest.impact) if newest else (None, None)
        assert (risk.likelihood, risk.impact) == rating, risk
        for reading in risk.scores.all():
            assert reading.on >= risk.raised_on
        if moves := list(risk.escalations.all()):
            assert moves[-1].to_level == risk.level, risk


def test_samples_name_no_person_and_something_of_each_state(samples):
    assert not Risk.objects.exclude(owner=None).exists()
    states = set(Dependency.objects.values_list("state", flat=True))
    assert states == set(Dependency.State.values)
    assert Risk.objects.filter(closed_on__isnull=False).exists()
    assert Risk.objects.filter(likelihood=None).exists()
    assert Dependency.objects.late_on(clock.today()).exists()


def test_the_checklist_names_them_before_they_are_published(samples, library, working):
    points = {point.title: point for point in checklist(library, working)}
    point = points["No illustrative sample is in the tables"]
    assert f"{Risk.objects.count()} risks" in point.found
    assert "1 closure" in point.found
    assert point.how_many == sum(held for _, held in counts())
    assert not point.stops


def test_pages_show_them_marked(samples, client, people):
    client.force_login(people[Role.VIEWER])
    for url in ("/governance/", "/governance/risks/", "/governance/dependency-map/"):
        page = client.get(url).content.decode()
        assert "No paper of the council says it." in page
        assert "tag--illustrative" in page
