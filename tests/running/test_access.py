"""What a person does not see is in nothing they get; and whatever would let it out is found."""

import io
import zipfile
from collections.abc import Iterable

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from governance.models import Risk
from reports.models import PaperBlock
from reports.pages.again import PAGES as KEPT
from reports.papers.formats import FORMATS
from tests.governance.conftest import milestone, new_decision, new_risk
from tests.pages.addresses import routes
from tests.pages.test_every_address import TABLE, address, things  # noqa: F401
from workforce.models import Engagement, Restructure

pytestmark = pytest.mark.django_db

POSTS, EXEMPT, OTHERS = "Canaryposts", "Canaryexempt", "Canaryothers"


def words_of(answer) -> str:
    """All that is written in an answer, in the parts of an archive too."""
    content = b"".join(answer) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def leaks(person: User, addresses: Iterable[str], words: Iterable[str]) -> list[tuple[str, str]]:
    """Each of ``words`` that an address gives away to ``person``."""
    client, found = Client(), []
    client.force_login(person)
    for at in addresses:
        answer = client.get(at)
        if answer.status_code == 200:
            told = words_of(answer)
            found += [(at, word) for word in words if word in told]
    return found


@pytest.fixture
def secrets(working, led, people, things):  # noqa: F811
    """A word in each place that only some may read; KEPT pages forgotten."""
    other = next(p for p in working.places.all() if p.portfolio_id != led.pk)
    Restructure.objects.create(
        name=f"{POSTS} service", portfolio=led, year=2024, before=5000, after=4000
    )
    PaperBlock.objects.update_or_create(
        position=working,
        paper="cabinet",
        section="summary",
        defaults={"text": EXEMPT, "exempt": True},
    )
    new_risk(programme=other.programme, title=f"{OTHERS} risk")
    new_decision(programme=other.programme, title=f"{OTHERS} decision")
    milestone(other.programme, title=f"{OTHERS} milestone")
    Engagement.objects.create(
        consultation_id=things["consultation_other"],
        kind="briefing",
        held_on=working.as_at,
        summary=f"{OTHERS} staff",
    )
    KEPT.clear()
    return {"posts": POSTS, "exempt": EXEMPT, "others": OTHERS}


def every_output(things, people) -> list[str]:  # noqa: F811
    """Every address there is to read, of the working position too; papers with what is exempt."""
    found = [address(at, things, people) for cases in TABLE.values() for at, _ in cases]
    found += [f"{at}?position=working" for at in found if "?" not in at and "admin" not in at]
    found += [f"/papers/cabinet.{suffix}?position=working&exempt=yes" for suffix in FORMATS]
    return sorted({at for at in found if not at.startswith("/sign-in/directory")})


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.ANALYST, Role.PORTFOLIO_LEAD])
def test_what_a_role_does_not_see_is_in_none_of_its_outputs(role, secrets, people, things):  # noqa: F811
    words = [POSTS, EXEMPT] + ([OTHERS] if role is Role.PORTFOLIO_LEAD else [])
    assert leaks(people[role], every_output(things, people), words) == []


SEEN_BY = [
    (Role.HR_PARTNER, "/reports/restructure-outcomes.csv?position=working", POSTS),
    (Role.HR_PARTNER, "/reports/restructure-outcomes.xlsx?position=working", POSTS),
    (Role.HR_PARTNER, "/papers/cabinet/?position=working", EXEMPT),
    (Role.HR_PARTNER, "/papers/cabinet.docx?position=working&exempt=yes", EXEMPT),
    (Role.PMO_EDITOR, "/governance/risks.csv", OTHERS),
    (Role.PMO_EDITOR, "/governance/risks.xlsx", OTHERS),
    (Role.PMO_EDITOR, "/milestones.json", OTHERS),
    (Role.PMO_EDITOR, "/governance/decisions.json", OTHERS),
    (Role.PMO_EDITOR, "/workforce/consultations/?position=working", OTHERS),
    (Role.ANALYST, "/data/feeds/risks.csv", OTHERS),
    (Role.ANALYST, "/data/feeds/milestones.json", OTHERS),
]


def test_whoever_may_see_it_does_so_that_the_check_is_one(secrets, people):
    for role, at, word in SEEN_BY:
        assert leaks(people[role], [at], [word]), f"{role} {at}"


def test_a_planted_leak_is_found(secrets, people, monkeypatch):
    """A definition that forgets whom it is for, and a list that forgets its scope."""
    risks, outcomes = "/governance/risks.csv", "/reports/restructure-outcomes.csv?position=working"
    analyst, lead = people[Role.ANALYST], people[Role.PORTFOLIO_LEAD]
    assert leaks(analyst, [outcomes], [POSTS]) == leaks(lead, [risks], [OTHERS]) == []
    monkeypatch.setattr(User, "reads_posts", lambda self: True)
    assert leaks(analyst, [outcomes], [POSTS]) == [(outcomes, POSTS)]
    monkeypatch.setattr(type(Risk.objects.all()), "visible_to", lambda self, viewer: self)
    assert leaks(lead, [risks], [OTHERS]) == [(risks, OTHERS)]


# --- numbers and names in addresses --------------------------------------------------------------


# Whose parameter names nothing that is of a portfolio.
OF_NOBODY = {
    "pipeline-file",
    "programme-list-file", "case-list-file", "milestone-list-file", "report-detail", "report-file",
    "report-paper", "report-paper-changes", "report-paper-file", "report-paper-places",
    "position-detail", "position-publish", "position-lock", "position-exception", "position-close",
    "position-sign", "feed", "benefits-register-file", "governance-risks-file",
    "governance-dependencies-file", "governance-decisions-file", "governance-actions-file",
}  # fmt: skip


def test_each_kind_of_number_is_tried_with_anothers():
    """Wherever a lead is let in by a number or a name, the table has one that is another's."""
    tried = {
        name for name, cases in TABLE.items() for _, told in cases if told["portfolio_lead"] == 404
    }
    let_in = {
        name
        for name, cases in TABLE.items()
        for _, told in cases
        if told["portfolio_lead"] in (200, 302, 405)
    }
    numbered = {name for name, route in routes() if "<" in route and not name.startswith("admin:")}
    assert numbered & let_in - tried - OF_NOBODY - set(POSTED) == set()


# Sent only: what a lead sends there about another's is not found.
POSTED = {
    "programme-confirm": "/programmes/{programme_other}/confirm/",
    "programme-unchanged": "/programmes/{programme_other}/unchanged/",
    "change-withdraw": "/changes/{change_other}/withdraw/",
    "programme-grid": "/programmes/{programme_other}/grid/?position=working",
    "programme-grid-check": "/programmes/{programme_other}/grid/check/?position=working",
    "programme-grid-totals": "/programmes/{programme_other}/grid/totals/?position=working",
}


def test_no_number_opens_what_is_another_portfolios(client, people, led, things):  # noqa: F811
    """Everybody who is limited to some portfolios, in whatever role, looking and sending."""
    other = [
        at
        for cases in TABLE.values()
        for at, told in cases
        if "_other}" in at or "{other" in at
        if told["portfolio_lead"] == 404
    ]
    assert len(other) > 30
    for role in (Role.PMO_EDITOR, Role.FINANCE_PARTNER, Role.HR_PARTNER, Role.PORTFOLIO_LEAD):
        person = people[role]
        person.all_portfolios = False
        person.save()
        person.portfolios.set([led])
        client.force_login(person)
        for at in [*other, *POSTED.values()]:
            asked = address(at, things, people)
            told = {client.post(asked).status_code}
            told |= {client.get(asked).status_code} if at in other else set()
            assert told <= {403, 404, 405}, f"{role} {asked} {told}"


def test_a_claim_and_a_file_of_others_are_not_found(client, people, led, things):  # noqa: F811
    """A partner of another portfolio judges no claim; a file is its sender's alone."""
    partner, editor = people[Role.FINANCE_PARTNER], people[Role.PMO_EDITOR]
    partner.all_portfolios = False
    partner.save()
    client.force_login(partner)
    claim = address("/savings/delivery/claims/{claim_led}/validate/", things, people)
    assert (client.get(claim).status_code, client.post(claim).status_code) == (404, 404)
    another = User.objects.create_user("another", role=Role.PMO_EDITOR)
    for person, status in ((editor, 200), (another, 404)):
        client.force_login(person)
        for at in ("/import/{upload}/", "/import/{upload}/preview/"):
            assert client.get(address(at, things, people)).status_code == status
    for at in ("/import/{upload}/take/", "/import/{upload}/keep/"):
        assert client.post(address(at, things, people)).status_code == 404


# --- what no browser keeps -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        ("/workforce/posts/", False),
        ("/workforce/consultations/", False),
        ("/reports/posts-by-programme/", False),
        ("/reports/posts-by-programme.csv", False),
        ("/positions/february-2025/files/posts-by-programme-february-2025.csv", False),
        ("/papers/cabinet/", False),
        ("/papers/cabinet/changes/", False),
        ("/data/feeds/posts-by-programme.csv", False),
        ("/", True),
        ("/reports/finance-confidence/", True),
    ],
)
def test_what_is_about_few_people_is_kept_by_no_browser(at, kept, client, people):
    client.force_login(people[Role.HR_PARTNER])
    answer = client.get(at)
    assert answer.status_code == 200
    assert ("no-store" not in answer["Cache-Control"]) is kept
    assert "private" in answer["Cache-Control"]
