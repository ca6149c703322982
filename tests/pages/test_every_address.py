"""Every address, asked for as every kind of person: one table of what is answered."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from agt.words import clock
from portfolios.models import Portfolio, Position, ProgrammePlace
from reports.models import FeedToken, StatedFigure, Upload
from reports.papers.formats import FORMATS
from savings.models import (
    Benefit,
    BudgetLine,
    ChangeRequest,
    DeliveredSaving,
    Measure,
    SavingBudgetLine,
)
from tests.conftest import demo_people, staged
from tests.governance.conftest import milestone, new_decision, new_dependency, new_risk
from tests.governance.test_pipeline import new_proposal
from tests.pages.addresses import routes
from workforce.models import Consultation

ANYONE = "anyone"  # not signed in
PEOPLE = [*Role, ANYONE]


def answers(**given: int) -> dict[str, int]:
    """What each kind of person is answered; ``readers`` are all but the last two."""
    readers = given.pop("readers", 200)
    told = {role.value: readers for role in Role} | {"administrator": 403, ANYONE: 302}
    assert set(given) <= set(told)
    return told | given


# A page is refused (403) to those whose role does not include it, not found (404) outside the
# scope of those whose role does, and asks whoever is not signed in to do so (302).
READ = answers()
EXPORT = answers(viewer=403)
EXPLAIN = answers(viewer=403, analyst=403, portfolio_lead=403, hr_partner=403)
OTHERS_PORTFOLIO = answers(portfolio_lead=404)
NOWHERE = answers(readers=404)
OPEN = answers(readers=302, administrator=302, anyone=200)
OFF = answers(readers=404, administrator=404, anyone=404)
EVERYBODY = answers(administrator=200)
BY_POST_ONLY = answers(readers=405, administrator=405)
BY_POST = answers(readers=405)
OWN_ROW = answers(readers=403, pmo_editor=200, portfolio_lead=200)
OTHERS_ROW = answers(readers=403, pmo_editor=200, portfolio_lead=404)
EDIT = answers(readers=403, pmo_editor=200, portfolio_lead=200)
EDITORS = ("pmo_editor", "portfolio_lead")
FEW_PEOPLE = answers(readers=404, hr_partner=200)
NO_SUCH_ROW = answers(readers=404, administrator=404, hr_partner=200)
VERIFIER = answers(readers=403, finance_partner=200, section_151=200)
PUBLISHER = answers(readers=403, pmo_editor=200)
NO_POST = answers(readers=403, pmo_editor=405, hr_partner=405)  # of who may import
BOTH = answers(readers=302, pmo_editor=200, administrator=200)
EDITOR = answers(readers=302, pmo_editor=200, administrator=403)
PEOPLES = answers(readers=302, pmo_editor=403, administrator=200)
FINANCE_ROLES = ("finance_partner", "section_151")
FINANCE = answers(readers=403) | dict.fromkeys(FINANCE_ROLES, 200)
NO_FINANCE_PAGE = answers(readers=403) | dict.fromkeys(FINANCE_ROLES, 404)
NOBODY = answers(readers=302, pmo_editor=403, administrator=403)

SENT_ON = answers(readers=302, administrator=302)
FEED = answers(viewer=403, anyone=401)  # a tool is not sent to a form to sign in
NO_FEED = answers(readers=404, viewer=403, anyone=401)
OWN_TOKEN = answers(readers=404, viewer=403, analyst=200, administrator=200)
NOBODYS = "00000000-0000-4000-8000-000000000000"  # a file that nobody sent

# name: [(address, what is answered)]; a name may stand more than once, at addresses of other kinds.
TABLE: dict[str, list[tuple[str, dict[str, int]]]] = {
    "dashboard": [
        ("/", answers(administrator=302)),
        ("/?position=july-2024", answers(administrator=302)),
        ("/?position=nonsense", answers(readers=404, administrator=302)),
    ],
    "portfolio-list": [("/portfolios/", READ)],
    "portfolio-detail": [
        ("/portfolios/{led}/", READ),
        ("/portfolios/{other}/", OTHERS_PORTFOLIO),
        ("/portfolios/nonsense/", NOWHERE),
    ],
    "portfolio-add": [
        ("/portfolios/add/?position=working", OTHERS_ROW),
        ("/portfolios/add/?position=february-2025", answers(readers=403)),
        ("/portfolios/add/?position=working&again={led}", EDIT | dict.fromkeys(EDITORS, 404)),
    ],
    "programme-list": [("/programmes/", READ)],
    "programme-list-file": [
        ("/programmes.xlsx", EXPORT),
        ("/programmes.csv", EXPORT),
        ("/programmes.json", EXPORT),
        ("/programmes.exe", answers(readers=404, administrator=404, anyone=404)),
    ],
    "programme-confirm": [("/programmes/{programme_led}/confirm/", BY_POST)],
    "programme-unchanged": [("/programmes/{programme_led}/unchanged/", BY_POST)],
    "change-list": [("/changes/", READ)],
    "change-detail": [
        ("/changes/{change_led}/", READ),
        ("/changes/{change_other}/", OTHERS_PORTFOLIO),
        ("/changes/999999/", NOWHERE),
    ],
    "change-withdraw": [("/changes/{change_led}/withdraw/", BY_POST)],
    "return-calendar": [("/returns/calendar/", READ), ("/returns/calendar/?late=1", READ)],
    "return-dates": [("/returns/calendar/dates/", PUBLISHER)],
    "return-reminder": [
        ("/returns/calendar/{led}/reminder.txt", READ),
        ("/returns/calendar/{other}/reminder.txt", OTHERS_PORTFOLIO),
        ("/returns/calendar/nonsense/reminder.txt", NOWHERE),
    ],
    "my-work": [("/my-work/", READ)],
    "history": [("/history/", READ)],
    "transfers": [("/transfers/", READ)],
    "row-add": [
        ("/edit/highlight/add/?position=working&portfolio={led}", OWN_ROW),
        ("/edit/highlight/add/?position=working&portfolio={other}", OTHERS_ROW),
        ("/edit/transfer/add/?position=working", OTHERS_ROW),
        ("/edit/establishment/add/?position=working", OTHERS_ROW),
        ("/edit/risk/add/", EDIT),
        ("/edit/benefit/add/", EDIT),
        ("/edit/benefit-measure/add/?benefit={benefit_other}", OTHERS_ROW),
        ("/edit/target-point/add/?measure={measure_led}", OWN_ROW),
        ("/edit/dependency/add/", EDIT),
        ("/edit/risk-framework/add/", OTHERS_ROW),
        ("/edit/mitigating-action/add/?risk={risk_led}", OWN_ROW),
        ("/edit/mitigating-action/add/?risk={risk_other}", OTHERS_ROW),
        ("/edit/meeting/add/", EDIT),
        ("/edit/decision/add/", EDIT),
        ("/edit/board/add/", OTHERS_ROW),
        ("/edit/decision-action/add/?decision={decision_led}", OWN_ROW),
        ("/edit/decision-action/add/?decision={decision_other}", OTHERS_ROW),
        ("/edit/meeting-action/add/?meeting={meeting}", OTHERS_ROW),
        ("/edit/impact-assessment/add/?programme={programme_led}&kind=privacy", OWN_ROW),
        ("/edit/programme-posts/add/?position=working&portfolio={led}", NO_SUCH_ROW),
        ("/edit/restructure/add/", NO_SUCH_ROW),
        ("/edit/consultation/add/", answers(readers=403, hr_partner=200)),
        (
            "/edit/engagement/add/?consultation={consultation_other}",
            answers(readers=403, pmo_editor=200, portfolio_lead=404, hr_partner=200),
        ),
        (
            "/edit/engagement/add/?consultation={consultation_led}",
            answers(readers=403, pmo_editor=200, portfolio_lead=200, hr_partner=200),
        ),
    ],
    "row-edit": [
        ("/edit/nonsense/1/", answers(readers=403, pmo_editor=404, portfolio_lead=404)),
        ("/edit/risk/{risk_led}/", OWN_ROW),
        ("/edit/risk/{risk_other}/", OTHERS_ROW),
        ("/edit/dependency/{dependency_led}/", OWN_ROW),
        ("/edit/dependency/{dependency_other}/", OTHERS_ROW),
    ],
    "row-remove": [
        ("/edit/nonsense/1/remove/", answers(readers=403, pmo_editor=404, portfolio_lead=404))
    ],
    "programme-return": [
        ("/programmes/{programme_led}/return.xlsx", EDIT),
        ("/programmes/{programme_other}/return.xlsx", EDIT | {"portfolio_lead": 404}),
        (
            "/programmes/{programme_led}/return.xlsx?position=february-2025",
            {k: 302 if v == 200 else v for k, v in EDIT.items()},
        ),
    ],
    "portfolio-return": [
        ("/portfolios/{led}/return.xlsx", EDIT),
        ("/portfolios/{other}/return.xlsx", EDIT | {"portfolio_lead": 404}),
        ("/portfolios/nonsense/return.xlsx", {k: 404 if v == 200 else v for k, v in EDIT.items()}),
    ],
    "returns": [("/returns/", EDIT)],
    "return-apply": [
        ("/returns/apply/", {k: 405 if v == 200 else v for k, v in EDIT.items()}),
    ],
    "report-papers": [("/papers/", READ)],
    "report-paper": [
        ("/papers/cabinet/", READ),
        ("/papers/scrutiny/?position=february-2025", READ),
        ("/papers/nonsense/", NOWHERE),
    ],
    "report-paper-figures": [
        ("/papers/figures/?search=green", READ),
        ("/papers/figures/?against=nonsense", NOWHERE),
    ],
    "report-paper-changes": [("/papers/cabinet/changes/", READ)],
    "report-paper-file": [
        *((f"/papers/cabinet.{suffix}", EXPORT) for suffix in FORMATS),
        ("/papers/cabinet.exe", answers(readers=404, viewer=403)),
    ],
    "report-paper-places": [
        ("/papers/cabinet/write/?position=working", EDIT),
        ("/papers/cabinet/write/?position=february-2025", answers(readers=403)),
    ],
    "report-paper-write": [
        (
            "/papers/cabinet/write/summary/?position=working",
            answers(readers=403, pmo_editor=200),
        ),
        ("/papers/cabinet/write/spotlight/?position=working&portfolio={led}", OWN_ROW),
        (
            "/papers/cabinet/write/spotlight/?position=working&portfolio={other}",
            answers(readers=403, pmo_editor=200, portfolio_lead=404),
        ),
        ("/papers/cabinet/write/summary/?position=february-2025", answers(readers=403)),
        (
            "/papers/cabinet/write/nonsense/?position=working",
            answers(readers=403, pmo_editor=404, portfolio_lead=404),
        ),
    ],
    "position-list": [("/positions/", READ)],
    "position-detail": [
        ("/positions/february-2025/", READ),
        ("/positions/working/", READ),
        ("/positions/nonsense/", NOWHERE),
    ],
    # Plans and registers for PMO editors, posts for HR as well; each file for who sent it.
    "import": [("/import/", answers(readers=403, pmo_editor=200, hr_partner=200))],
    "import-map": [
        ("/import/{upload}/", answers(readers=403, pmo_editor=200, hr_partner=404)),
        (f"/import/{NOBODYS}/", answers(readers=403, pmo_editor=404, hr_partner=404)),
    ],
    "import-preview": [
        ("/import/{upload}/preview/", answers(readers=403, pmo_editor=200, hr_partner=404))
    ],
    "import-take": [("/import/{upload}/take/", NO_POST)],
    "import-keep": [("/import/{upload}/keep/", NO_POST)],
    "position-open": [("/positions/open/", PUBLISHER)],
    "position-publish": [("/positions/working/publish/", PUBLISHER)],
    "position-lock": [
        ("/positions/working/lock/", PUBLISHER),
        ("/positions/february-2025/lock/", answers(readers=403)),
    ],
    "position-exception": [("/positions/working/lock/exception/", PUBLISHER)],
    "position-close": [("/positions/working/close/", answers(readers=403, pmo_editor=404))],
    "position-sign": [("/positions/working/sign/", BY_POST)],
    "position-file": [
        (
            "/positions/february-2025/files/cabinet-pack-february-2025.xlsx",
            answers(viewer=403, portfolio_lead=404),
        ),
        (
            "/positions/february-2025/files/posts-by-programme-february-2025.csv",
            FEW_PEOPLE | {"viewer": 403},
        ),
        ("/positions/february-2025/files/nonsense.xlsx", answers(readers=404, viewer=403)),
    ],
    "programme-add": [
        (
            "/programmes/add/?position=working",
            answers(readers=403, pmo_editor=200, portfolio_lead=200),
        ),
        ("/programmes/add/?position=february-2025", answers(readers=403)),
    ],
    "programme-grid": [("/programmes/{programme_led}/grid/", answers(readers=302))],
    "programme-grid-check": [("/programmes/{programme_led}/grid/check/", answers(readers=302))],
    "programme-grid-totals": [("/programmes/{programme_led}/grid/totals/", answers(readers=302))],
    "programme-detail": [
        ("/programmes/{programme_led}/", READ),
        ("/programmes/{programme_other}/", OTHERS_PORTFOLIO),
        ("/programmes/nonsense/", NOWHERE),
    ],
    "savings": [("/savings/", READ)],
    "benefits": [("/benefits/", READ)],
    "benefits-register": [("/benefits/register/", READ)],
    "benefits-register-file": [
        ("/benefits/register.xlsx", EXPORT),
        ("/benefits/register.csv", EXPORT),
        ("/benefits/register.json", EXPORT),
    ],
    "benefits-map": [("/benefits/map/", READ)],
    "benefits-readings": [
        ("/benefits/readings/", EDIT),
        ("/benefits/readings/?portfolio={other}", OTHERS_ROW),
    ],
    "benefits-benefit": [
        ("/benefits/{benefit_led}/", READ),
        ("/benefits/{benefit_other}/", OTHERS_PORTFOLIO),
    ],
    "benefits-act": [
        ("/benefits/{benefit_led}/move/", EDIT),
        ("/benefits/{benefit_other}/link/", OTHERS_ROW),
        ("/benefits/{benefit_led}/verify/", VERIFIER),
        ("/benefits/{benefit_led}/nonsense/", NOWHERE),
    ],
    "benefits-measure": [
        ("/benefits/measures/{measure_led}/", READ),
        ("/benefits/measures/{measure_other}/", OTHERS_PORTFOLIO),
    ],
    "benefits-measure-act": [
        ("/benefits/measures/{measure_led}/reading/", EDIT),
        ("/benefits/measures/{measure_other}/reading/", OTHERS_ROW),
        ("/benefits/measures/{measure_other}/unit-value/", VERIFIER),
    ],
    "savings-delivery": [("/savings/delivery/", READ)],
    "savings-delivery-programme": [
        ("/savings/delivery/{programme_led}/months/", READ),
        ("/savings/delivery/{programme_other}/months/", OTHERS_PORTFOLIO),
        ("/savings/delivery/{programme_led}/months/?year=x", NOWHERE),
    ],
    "savings-claim": [
        ("/savings/delivery/{programme_led}/claim/", OWN_ROW),
        ("/savings/delivery/{programme_other}/claim/", OTHERS_ROW),
    ],
    "savings-judge": [
        ("/savings/delivery/claims/{claim_led}/validate/", FINANCE),
        ("/savings/delivery/claims/{claim_led}/nonsense/", NO_FINANCE_PAGE),
        ("/savings/delivery/claims/999999/reject/", NO_FINANCE_PAGE),
    ],
    "savings-ledger": [("/savings/ledger/", FINANCE)],
    "savings-ledger-apply": [
        ("/savings/ledger/apply/", FINANCE | dict.fromkeys(FINANCE_ROLES, 405))
    ],
    "savings-double": [("/savings/double-counting/", READ)],
    "savings-rule": [
        ("/savings/double-counting/{line}/2024/rule/", FINANCE),
        ("/savings/double-counting/999999/2024/rule/", NO_FINANCE_PAGE),
        ("/savings/double-counting/{line}/1/rule/", NO_FINANCE_PAGE),
    ],
    "savings-cost": [("/savings/cost/", READ)],
    "workforce": [("/workforce/", READ)],
    "workforce-posts": [("/workforce/posts/", FEW_PEOPLE)],
    "workforce-clock": [("/workforce/clock/", FEW_PEOPLE)],
    "workforce-outcomes": [("/workforce/outcomes/", FEW_PEOPLE)],
    "workforce-consultations": [("/workforce/consultations/", READ)],
    "workforce-consultation": [
        ("/workforce/consultations/{consultation_led}/", READ),
        ("/workforce/consultations/{consultation_other}/", OTHERS_PORTFOLIO),
        ("/workforce/consultations/999999/", NOWHERE),
    ],
    "report-list": [("/reports/", READ)],
    "pack": [("/reports/pack.xlsx", EXPORT)],
    "report-detail": [
        ("/reports/finance-confidence/", READ),
        ("/reports/posts-by-programme/", FEW_PEOPLE),
        ("/reports/restructure-outcomes/", FEW_PEOPLE),
        ("/reports/nonsense/", NOWHERE),
    ],
    "report-file": [
        ("/reports/finance-confidence.xlsx", EXPORT),
        ("/reports/finance-confidence.csv", EXPORT),
        ("/reports/finance-confidence.json", EXPORT),
        ("/reports/posts-by-programme.csv", FEW_PEOPLE | {"viewer": 403}),
        ("/reports/posts-by-programme.json?position=working", FEW_PEOPLE | {"viewer": 403}),
        ("/reports/restructure-outcomes.xlsx", FEW_PEOPLE | {"viewer": 403}),
        ("/reports/nonsense.csv", answers(readers=404, viewer=403)),
    ],
    "reconciliation": [("/reconciliation/", READ)],
    "explain": [
        ("/reconciliation/{stated_led}/", EXPLAIN),
        ("/reconciliation/999999/", {k: 404 if v == 200 else v for k, v in EXPLAIN.items()}),
    ],
    "governance": [("/governance/", READ)],
    "governance-risks": [("/governance/risks/", READ)],
    "governance-risks-file": [
        ("/governance/risks.xlsx", EXPORT),
        ("/governance/risks.csv", EXPORT),
        ("/governance/risks.json", EXPORT),
    ],
    "governance-risk": [
        ("/governance/risks/{risk_led}/", READ),
        ("/governance/risks/{risk_other}/", OTHERS_PORTFOLIO),
        ("/governance/risks/999999/", NOWHERE),
    ],
    "governance-risk-act": [
        ("/governance/risks/{risk_led}/review/", EDIT),
        ("/governance/risks/{risk_led}/escalate/", EDIT),
        ("/governance/risks/{risk_led}/close/", EDIT),
        ("/governance/risks/{risk_other}/review/", OTHERS_ROW),
        (
            "/governance/risks/{risk_led}/nonsense/",
            {k: 404 if v == 200 else v for k, v in EDIT.items()},
        ),
    ],
    "governance-heat-map": [("/governance/heat-map/", READ)],
    "governance-risk-movement": [("/governance/risk-movement/", READ)],
    "governance-since": [
        ("/governance/since/", READ),
        ("/governance/since/?since=nonsense", READ),
    ],
    "programme-highlight": [
        ("/programmes/{programme_led}/highlight/", READ),
        ("/programmes/{programme_other}/highlight/", OTHERS_PORTFOLIO),
        ("/programmes/nonsense/highlight/", NOWHERE),
    ],
    "governance-dependencies": [("/governance/dependencies/", READ)],
    "governance-dependencies-file": [
        ("/governance/dependencies.xlsx", EXPORT),
        ("/governance/dependencies.csv", EXPORT),
        ("/governance/dependencies.json", EXPORT),
    ],
    "governance-dependency": [
        ("/governance/dependencies/{dependency_led}/", READ),
        ("/governance/dependencies/{dependency_other}/", OTHERS_PORTFOLIO),
        ("/governance/dependencies/999999/", NOWHERE),
    ],
    "pipeline": [("/governance/pipeline/", READ)],
    "pipeline-file": [
        ("/governance/pipeline/proposals.xlsx", EXPORT),
        ("/governance/pipeline/pilots.csv", EXPORT),
    ],
    "pipeline-proposal": [
        ("/governance/pipeline/proposals/{proposal_led}/", READ),
        ("/governance/pipeline/proposals/{proposal_other}/", OTHERS_PORTFOLIO),
    ],
    "pipeline-proposal-act": [
        ("/governance/pipeline/proposals/{proposal_led}/drop/", EDIT),
        ("/governance/pipeline/proposals/{proposal_other}/drop/", OTHERS_ROW),
    ],
    "pipeline-review": [("/governance/pipeline/reviews/999999/", NOWHERE)],
    "pipeline-pilot": [("/governance/pipeline/pilots/999999/", NOWHERE)],
    "programme-close": [
        ("/programmes/{programme_led}/close/", EDIT),
        ("/programmes/{programme_other}/close/", OTHERS_ROW),
    ],
    "programme-reopen": [
        ("/programmes/{programme_led}/reopen/", EDIT | dict.fromkeys(EDITORS, 404)),
    ],
    "governance-dependency-map": [("/governance/dependency-map/", READ)],
    "governance-decisions": [("/governance/decisions/", READ)],
    "governance-decisions-file": [
        ("/governance/decisions.xlsx", EXPORT),
        ("/governance/decisions.csv", EXPORT),
        ("/governance/decisions.json", EXPORT),
    ],
    "governance-decision": [
        ("/governance/decisions/{decision_led}/", READ),
        ("/governance/decisions/{decision_other}/", OTHERS_PORTFOLIO),
        ("/governance/decisions/999999/", NOWHERE),
    ],
    "governance-decision-act": [
        ("/governance/decisions/{decision_led}/record/", EDIT),
        ("/governance/decisions/{decision_other}/record/", OTHERS_ROW),
        (
            "/governance/decisions/{decision_led}/call-in/",
            answers(readers=403, pmo_editor=404, portfolio_lead=404),
        ),
    ],
    "governance-forward-plan": [("/governance/forward-plan/", READ)],
    "governance-meetings": [("/governance/meetings/", READ)],
    "governance-meeting": [
        ("/governance/meetings/{meeting}/", READ),
        ("/governance/meetings/{meeting_other}/", OTHERS_PORTFOLIO),
    ],
    "governance-actions": [("/governance/actions/", READ)],
    "governance-actions-file": [
        ("/governance/actions.xlsx", EXPORT),
        ("/governance/actions.csv", EXPORT),
        ("/governance/actions.json", EXPORT),
    ],
    "governance-assessments": [("/governance/assessments/", READ)],
    "figure": [
        ("/figures/", READ),
        ("/figures/?portfolio={other_name}", OTHERS_PORTFOLIO),
        ("/figures/?measure=nonsense", NOWHERE),
    ],
    "figure-restate": [
        ("/figures/restate/?position=february-2025", PUBLISHER),
        ("/figures/restate/?position=working", answers(readers=403)),
        ("/figures/restate/?measure=nonsense", answers(readers=403, pmo_editor=404)),
    ],
    "case-list": [("/cases/", READ)],
    "case-list-file": [("/cases.xlsx", EXPORT), ("/cases.json", EXPORT)],
    "programme-case": [
        ("/programmes/{programme_led}/case/submit/", OWN_ROW),
        ("/programmes/{programme_other}/case/submit/", OTHERS_ROW),
        (
            "/programmes/{programme_led}/case/approve/",
            answers(readers=403, pmo_editor=404, portfolio_lead=404),
        ),
    ],
    "programme-gate": [
        ("/programmes/{programme_led}/gate/", OWN_ROW),
        ("/programmes/{programme_other}/gate/", OTHERS_ROW),
    ],
    "programme-status": [
        ("/programmes/{programme_led}/status/", OWN_ROW),
        ("/programmes/{programme_other}/status/", OTHERS_ROW),
    ],
    "programme-plan": [
        ("/programmes/{programme_led}/plan/", READ),
        ("/programmes/{programme_other}/plan/", OTHERS_PORTFOLIO),
    ],
    "portfolio-plan": [
        ("/portfolios/{led}/plan/", READ),
        ("/portfolios/{other}/plan/", OTHERS_PORTFOLIO),
    ],
    "milestone-list": [("/milestones/", READ)],
    "milestone-list-file": [("/milestones.xlsx", EXPORT), ("/milestones.json", EXPORT)],
    "milestone-detail": [
        ("/milestones/{milestone_led}/", READ),
        ("/milestones/{milestone_other}/", OTHERS_PORTFOLIO),
        ("/milestones/999999/", NOWHERE),
    ],
    "milestone-rebaseline": [
        ("/milestones/{milestone_led}/rebaseline/", OWN_ROW),
        ("/milestones/{milestone_other}/rebaseline/", OTHERS_ROW),
    ],
    "status-board": [("/status/", READ)],
    "accessibility": [("/accessibility/", EVERYBODY)],
    "feed-list": [("/data/feeds/", EXPORT)],
    "feed-openapi": [("/data/feeds/openapi.json", FEED)],
    "feed-tokens": [("/data/feeds/tokens/", EXPORT | {"administrator": 200})],
    "feed-token-make": [("/data/feeds/tokens/make/", EXPORT)],
    "feed-token-revoke": [
        ("/data/feeds/tokens/{feed_token}/revoke/", OWN_TOKEN),
        (
            "/data/feeds/tokens/999999/revoke/",
            answers(readers=404, viewer=403, administrator=404),
        ),
    ],
    "feed": [
        ("/data/feeds/savings-lines.csv", FEED),
        ("/data/feeds/stated-figures.xlsx", FEED),
        ("/data/feeds/posts.json?position=working", FEED),
        ("/data/feeds/posts-by-programme.json", NO_FEED | {"hr_partner": 200}),
        ("/data/feeds/nonsense.csv", NO_FEED),
        ("/data/feeds/savings-lines.xlsx", FEED),
        ("/data/feeds/savings-lines.pdf", dict.fromkeys(FEED, 404)),
    ],
    "settings": [("/settings/", PUBLISHER | {"administrator": 200})],
    "council-style": [("/council.css", dict.fromkeys(READ, 200))],
    "council-logo": [("/council/logo", dict.fromkeys(READ, 404))],
    "login": [("/sign-in/", OPEN)],
    "second-step": [("/sign-in/code/", answers(readers=302, administrator=302))],
    "directory": [("/sign-in/directory/", OFF)],
    "directory-back": [("/sign-in/directory/back/", OFF)],
    "logout": [("/sign-out/", BY_POST_ONLY)],
    "account": [("/account/", EVERYBODY)],
    "password": [("/account/password/", EVERYBODY)],
    "sessions": [("/account/sessions/", EVERYBODY)],
    "second-step-set-up": [("/account/second-step/", EVERYBODY)],
    "admin:index": [("/admin/", BOTH)],
    "admin:app_list": [("/admin/portfolios/", BOTH)],
    "admin:password_change": [("/admin/password_change/", SENT_ON)],
    "admin:password_change_done": [("/admin/password_change/done/", BOTH)],
    "admin:jsi18n": [("/admin/jsi18n/", BOTH)],
    "admin:autocomplete": [("/admin/autocomplete/", NOBODY)],
}
# Django's own addresses that lead to one of the others
LEADS_ON = {
    "",  # the index of a missing page
    "admin:",  # /<pk>/ to /<pk>/change/, and a missing slash
    "admin:login",
    "admin:logout",
    "admin:view_on_site",
    "admin:auth_user_password_change",  # a person's password, set by an administrator
}
FIGURES = dict.fromkeys(["changelist", "history", "change"], EDITOR) | dict.fromkeys(
    ["add", "delete"], NOBODY
)
LISTS = dict.fromkeys(["changelist", "add", "history", "change", "delete"], BOTH)
KEPT = LISTS | dict.fromkeys(["add", "delete"], NOBODY)  # one that is changed, never more nor fewer
USERS = dict.fromkeys(["changelist", "add", "history", "change"], PEOPLES) | {"delete": NOBODY}
ADMIN = {
    "accounts_user": USERS,
    "axes_accessattempt": USERS | {"add": NOBODY, "delete": PEOPLES},
    "portfolios_theme": LISTS,
    "portfolios_outcome": LISTS,
    "portfolios_designprinciple": LISTS,
    "portfolios_workstream": LISTS,
    "portfolios_portfolio": KEPT,
    "portfolios_portfolioplace": FIGURES,
    "portfolios_position": FIGURES,
    "portfolios_programme": FIGURES,
    "portfolios_programmeplace": FIGURES,
    "portfolios_businesscase": FIGURES,
    "portfolios_highlight": FIGURES,
    "portfolios_improvement": FIGURES,
    "savings_saving": FIGURES,
    "savings_savingsline": FIGURES,
    "savings_transfer": FIGURES,
    "savings_changerequest": FIGURES,
    "savings_representation": FIGURES,
    "savings_fundingsource": LISTS,
    "workforce_establishment": FIGURES,
    "workforce_postreduction": FIGURES,
    "reports_statedfigure": FIGURES,
    "reports_explanation": FIGURES,
}
for kind, actions in ADMIN.items():
    for action, told in actions.items():
        TABLE[f"admin:{kind}_{action}"] = [(f"admin:{kind}_{action}", told)]

NAMES = {name for name, _ in routes()}
CASES = [(name, at, told) for name, cases in TABLE.items() for at, told in cases]


def test_every_address_has_an_expected_answer_and_every_expectation_an_address():
    assert set(TABLE) == NAMES - LEADS_ON
    assert {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry} == set(ADMIN)


def consultation_of(portfolio: Portfolio) -> Consultation:
    return Consultation.objects.create(
        name=f"Public, {portfolio}", kind="public", portfolio=portfolio
    )


def benefit_of(portfolio: Portfolio) -> Benefit:
    return Benefit.objects.create(
        title="A benefit", category="demand", portfolio=portfolio, owner_role="Manager"
    )


def make_things(people: dict[Role, User]) -> dict[str, str]:
    """What stands in the addresses: the lead's own portfolio and one of the others."""
    led = people[Role.PORTFOLIO_LEAD].portfolios.get()
    february = Position.objects.get(slug="february-2025")
    working = Position.objects.get(slug="working")
    other = Portfolio.objects.exclude(pk=led.pk).first()
    places = ProgrammePlace.objects.filter(position=february)
    mine, others = (places.filter(portfolio=p).first().programme for p in (led, other))
    changes = {
        portfolio.pk: ChangeRequest.objects.create(
            place=working.places.filter(portfolio=portfolio).first(),
            before=[],
            after=[],
            total_before=0,
            total_after=0,
            why="Asked for.",
            by=people[Role.PMO_EDITOR],
            at=clock.now(),
        ).pk
        for portfolio in (led, other)
    }
    benefits = {"led": benefit_of(led), "other": benefit_of(other)}
    Benefit.objects.filter(pk=benefits["led"].pk).update(state="realised")
    line = BudgetLine.objects.create(code="C1", name="A line", annual_budget=1)
    SavingBudgetLine.objects.create(programme=mine, line=line, year="2024/25", amount=2)
    claim = DeliveredSaving.objects.create(
        programme=mine, month="2025-03-01", amount=1, evidence="x", illustrative=True
    )
    feed_token = FeedToken.objects.create(
        name="Feed",
        owner=people[Role.ANALYST],
        secret_hash="x",
        feeds=["posts"],
        made_on=clock.today(),
        expires_on=clock.today(),
    )
    return {
        "feed_token": feed_token.pk,
        **{f"benefit_{whose}": benefit.pk for whose, benefit in benefits.items()},
        **{
            f"measure_{whose}": Measure.objects.create(benefit=benefit, name="m", unit="u").pk
            for whose, benefit in benefits.items()
        },
        "line": line.pk,
        "claim_led": claim.pk,
        "change_led": changes[led.pk],
        "change_other": changes[other.pk],
        "led": led.slug,
        "other": other.slug,
        "other_name": other.slug and other.name.replace("&", "%26"),
        "programme_led": mine.slug,
        "programme_other": others.slug,
        "proposal_led": new_proposal(mine.places.first().portfolio).pk,
        "proposal_other": new_proposal(others.places.first().portfolio).pk,
        "risk_led": new_risk(programme=mine).pk,
        "risk_other": new_risk(programme=others).pk,
        "dependency_led": new_dependency(mine, others).pk,
        "dependency_other": new_dependency(others, service="A service").pk,
        "consultation_led": consultation_of(led).pk,
        "consultation_other": consultation_of(other).pk,
        "decision_led": new_decision(programme=mine).pk,
        "decision_other": new_decision(programme=others).pk,
        "meeting": new_decision().meeting.pk,
        "meeting_other": new_decision(portfolio=other).meeting.pk,
        "milestone_led": milestone(mine).pk,
        "milestone_other": milestone(others).pk,
        "upload": Upload.objects.keep(
            name="plan.csv", content=b"Scheme,2026/27\nA,1\n", by=people[Role.PMO_EDITOR]
        ).pk,
        "stated_led": StatedFigure.objects.filter(row=led.name).first().pk,
    }


def signed_in(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> tuple:
    """(people, things, a client of each kind of person), made once for all addresses."""
    with staged(django_db_blocker):
        people = demo_people()
        clients = {str(person): signed_in(people.get(person)) for person in PEOPLE}
        yield people, make_things(people), clients


@pytest.fixture
def things(people) -> dict[str, str]:
    return make_things(people)


def address(at: str, things: dict[str, str], people) -> str:
    if not at.startswith("admin:"):
        return at.format(**things)
    if at.endswith(("changelist", "add")):
        return reverse(at)
    kind = at.removeprefix("admin:").rpartition("_")[0]
    model = next(
        m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == kind
    )
    found = model._default_manager.first()
    if found is None and kind == "reports_explanation":
        found = model._default_manager.create(
            figure=StatedFigure.objects.first(),
            text="Why.",
            by=people[Role.PMO_EDITOR],
            at=Position.objects.filter(published_at__isnull=False).first().published_at,
        )
    if found is None and kind == "axes_accessattempt":
        found = model._default_manager.create(username="x", failures_since_start=1)
    return reverse(at, args=[found.pk])


@pytest.mark.parametrize(("name", "at", "expected"), CASES, ids=[at for _, at, _ in CASES])
def test_it_answers_every_kind_of_person_as_expected(name, at, expected, stage, db):
    people, things, clients = stage
    asked = address(at, things, people)
    assert {who: client.get(asked).status_code for who, client in clients.items()} == expected


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(client, db):
    for name, at, expected in CASES:
        if (
            expected[ANYONE] == 302
            and not at.startswith(("admin:", "/admin/", "/sign-in/"))
            and "{" not in at
        ):
            answer = client.get(at)
            assert answer["Location"].startswith("/sign-in/?next=/"), name


def test_a_refusal_says_why(client, people):
    client.force_login(people[Role.VIEWER])
    page = client.get("/reports/pack.xlsx")
    assert page.status_code == 403
    assert "You cannot do this" in page.content.decode()


def test_signing_out_takes_a_post_and_ends_the_session(client, people):
    client.force_login(people[Role.VIEWER])
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("username", ["viewer", "editor", "admin"])
def test_signing_in_leads_to_a_page_that_opens(username, client, db):
    """Each demo user, all the way: an administrator lands where people are managed."""
    answer = client.post(
        "/sign-in/", {"username": username, "password": "demo-tracker"}, follow=True
    )
    assert answer.status_code == 200
    landed = answer.redirect_chain[-1][0]
    assert landed == ("/admin/" if username == "admin" else "/")


def test_a_wrong_password_says_so(client, db):
    page = client.post("/sign-in/", {"username": "viewer", "password": "wrong"})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
