"""Every form there is, sent what nobody would type: it answers, keeps what was typed, saves all
or nothing.

The forms are read off the pages themselves, as each role sees them, so that a new one is fuzzed
from the day its address stands in the matrix.
"""

from dataclasses import dataclass
from random import Random
from urllib.parse import urljoin

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape
from hypothesis import given, note
from hypothesis import strategies as st

from accounts.models import Submission
from accounts.roles import Role
from portfolios.models import Position
from reports import versions
from reports.kinds import KINDS
from tests.fuzz.conftest import undone
from tests.fuzz.hostile import PAGES, query, received, sent, texts
from tests.pages.test_every_address import ANYONE, TABLE, address

# Whose forms they are: the names of addresses that start so. What is in none is among the rest.
FAMILIES: dict[str, tuple[str, ...]] = {
    "signing in": ("login", "second-step", "account", "password", "sessions"),
    "grid and claims": ("programme-grid", "programme-detail", "savings-"),
    "benefits": ("benefits",),
    "governance": (
        "governance-",
        "milestone-",
        "pipeline",
        "programme-case",
        "programme-gate",
        "programme-status",
        "programme-close",
        "programme-reopen",
        "programme-highlight",
    ),
    "positions": (
        "position-",
        "return",
        "figure",
        "explain",
        "change-",
        "portfolio-add",
        "programme-add",
        "transfers",
    ),
    "papers and files": ("report-paper", "import", "feed", "settings"),
    "admin": ("admin:",),
    "rows": ("row-",),
}
ROLES = [Role.PMO_EDITOR, Role.FINANCE_PARTNER, Role.SECTION_151, Role.HR_PARTNER]
ROLES += [Role.ADMINISTRATOR, Role.PORTFOLIO_LEAD]
NEVER = {"/sign-out/"}
# What is made is shown this once, on the page that answers.
SHOWN_ONCE = {"/data/feeds/tokens/make/", "/account/second-step/"}
TYPED = {"text", "search", "email", "url", "tel", "number", None}
WORDS = ["Something", "100", "1.2m", "2025/26", "31/03/2025", "0.5", "-3", "Because."]
FILES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe\x00", b"a,b\n1,2\n", b"%PDF-1.4", b"<svg/>"]),
    st.lists(st.lists(texts, max_size=4), max_size=4).map(
        lambda rows: b"Scheme,2026/27,2027/28\n" + b"\n".join(b",".join(map(sent, r)) for r in rows)
    ),
)


@dataclass(frozen=True)
class Field:
    name: str
    value: str
    kind: str  # text, hidden, select, checkbox, radio, password, file
    options: tuple[str, ...] = ()

    @property
    def is_typed(self) -> bool:
        return self.kind == "text"


@dataclass(frozen=True)
class Form:
    """A form as a page showed it to somebody."""

    person: str
    page: str
    action: str
    fields: tuple[Field, ...]

    def __repr__(self) -> str:
        return f"{self.action} ({self.person})"


def forms_of(html: bytes, person: str, page: str) -> list[Form]:
    found = []
    for form in lxml.html.fromstring(html.decode()).forms:
        action = urljoin(page, form.action or "")
        if form.method == "POST" and action not in NEVER:
            found.append(Form(person, page, action, tuple(_fields(form))))
    return found


def _fields(form):
    for one in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]|.//button[@name]"):
        if one.get("name") == "csrfmiddlewaretoken" or one.get("disabled") is not None:
            continue
        if one.tag == "select":
            options = tuple(one.value_options)
            value = one.value if isinstance(one.value, str) else ""
            yield Field(one.name, value or "", "select", options)
        elif one.tag == "textarea":
            yield Field(one.name, one.value or "", "text")
        elif one.tag == "button":
            yield Field(one.get("name"), one.get("value") or "", "hidden")
        else:
            kind = one.get("type")
            held = one.get("value") or ""
            if kind in ("checkbox", "radio"):
                yield Field(one.name, held if one.get("checked") is not None else "", kind, (held,))
            else:
                yield Field(one.name, held, "text" if kind in TYPED else kind)


def seen_by(people, person: str) -> Client:
    client = Client()
    if person != ANYONE:
        client.force_login(people[Role(person)])
    return client


def row_addresses() -> list[str]:
    """To change, remove and add a row of every kind."""
    working = Position.objects.get(slug="working")
    found = []
    for name, kind in KINDS.items():
        rows = kind.model._default_manager.order_by("pk")
        row = (rows if kind.lives_on else rows.filter(position=working)).last()
        if row:
            found += [f"/edit/{name}/{row.pk}/", f"/edit/{name}/{row.pk}/remove/"]
        held = {
            "portfolio": lambda: working.portfolio_places.first().slug,
            "programme": lambda: working.places.first().programme.slug,
        }.get(kind.of) or (lambda kind=kind: KINDS[kind.of].model._default_manager.last())
        given = held() if kind.of else None
        if given or not kind.of:
            of = f"&{kind.of}={getattr(given, 'pk', given)}" if kind.of else ""
            found.append(f"/edit/{name}/add/?position=working{of}")
    return found


def of_family(name: str) -> str:
    return next((f for f, starts in FAMILIES.items() if name.startswith(starts)), "rest")


def forms_in(family: str, people, things) -> list[Form]:
    """The forms of a family, each once for the first role that is shown it."""
    asked = [
        (address(at, things, people), [p for p in (*ROLES, ANYONE) if told[str(p)] == 200])
        for name, cases in TABLE.items()
        for at, told in cases
        if of_family(name) == family
    ]
    if family == "rows":
        roles = [Role.PMO_EDITOR, Role.FINANCE_PARTNER, Role.HR_PARTNER]
        asked = [(at, roles) for at in row_addresses()]
    clients = {str(person): seen_by(people, person) for person in (*ROLES, ANYONE)}
    found: dict[object, Form] = {}
    for at, persons in asked:
        for person in persons[:3]:
            page = clients[str(person)].get(at)
            if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
                for form in forms_of(page.content, str(person), at):
                    key = form.action, tuple(field.name for field in form.fields)
                    found.setdefault(key, form)
    return list(found.values())


def filled(field: Field, rnd: Random) -> str:
    """What somebody may well put there."""
    if field.kind == "select":
        return field.value or rnd.choice(field.options or ("",))
    if field.kind in ("checkbox", "radio"):
        return field.value or rnd.choice(["", *field.options])
    if field.value or field.kind == "hidden":
        return field.value
    if field.name.endswith(("_on", "date", "on", "as_at", "month", "starts", "ends", "due")):
        return "31/03/2025"
    return rnd.choice(WORDS)


def check(form: Form, data, clients: dict[str, Client]) -> None:
    rnd = Random(data.draw(st.integers(0, 2**16)))
    values = {n: (field, filled(field, rnd)) for n, field in enumerate(form.fields)}
    for n in data.draw(st.lists(st.sampled_from(sorted(values)), max_size=4)) if values else ():
        values[n] = (form.fields[n], data.draw(texts))
    pairs = [
        (field.name, value)
        for field, value in values.values()
        if field.kind != "file" and (value or field.kind not in ("checkbox", "radio"))
    ]
    files = [field.name for field in form.fields if field.kind == "file"]
    note(f"{form.action} {[(n, v[:60]) for n, v in pairs]}")
    client = clients[form.person]
    before = versions.current(), Submission.objects.count()
    if files:
        body: dict[str, object] = {name: received(value) for name, value in pairs}
        for name in files:
            body[name] = SimpleUploadedFile(
                data.draw(st.sampled_from(["a.csv", "a.xlsx", "x" * 300 + ".csv", "logo.png"])),
                data.draw(FILES),
            )
        answer = client.post(form.action, body)
    else:
        answer = client.post(
            form.action, query(pairs), content_type="application/x-www-form-urlencoded"
        )
    assert answer.status_code < 500
    refused = "There is a problem" in answer.content.decode(errors="replace")
    if answer.status_code == 302 or (form.action in SHOWN_ONCE and not refused):
        return
    assert (versions.current(), Submission.objects.count()) == before, "half saved"
    if answer.status_code in (200, 409, 422) and answer["Content-Type"].startswith("text/html"):
        page = answer.content.decode()
        for field, value in values.values():
            if field.is_typed:
                assert escape(received(value)) in page, f"{field.name} is lost"


@pytest.mark.parametrize("family", [*FAMILIES, "rest"])
def test_no_form_breaks(family, people, samples, things):
    forms = forms_in(family, people, things)
    clients = {str(person): seen_by(people, person) for person in (*ROLES, ANYONE)}
    if family == "rest":
        assert not forms, f"These are of no family yet: {forms}"
        return
    assert forms

    @PAGES
    @given(data=st.data())
    def send(data) -> None:
        form = data.draw(st.sampled_from(forms))
        with undone():
            check(form, data, clients)

    send()
