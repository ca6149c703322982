"""Every list with a filter, and every page that reads its query, asked what nobody would ask."""

from urllib.parse import urlsplit

import django_filters
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from reports.pages.again import PAGES as KEPT
from tests.fuzz.conftest import undone
from tests.fuzz.hostile import PAGES, query, texts
from tests.pages.test_every_address import TABLE, address

# name of the address: what its list is filtered by is read from the page
LISTS = [
    "programme-list",
    "governance-risks",
    "governance-dependencies",
    "governance-decisions",
    "governance-actions",
    "pipeline",
    "milestone-list",
    "benefits-register",
    "case-list",
]
FILES = [
    f"{at}{suffix}"
    for at in ("/programmes", "/governance/risks", "/governance/dependencies", "/milestones")
    for suffix in (".csv", ".json")
] + ["/governance/decisions.csv", "/governance/actions.csv", "/benefits/register.csv"]

# What a page reads of its query beside a filter, wherever it reads it.
READ = ["position", "compare", "portfolio", "programme", "page", "sort", "since", "search", "year"]
READ += ["state", "measure", "confidence", "cumulative", "late", "again", "against", "kind", "from"]
READ += [
    "risk",
    "benefit",
    "decision",
    "meeting",
    "consultation",
    "next",
    "fund",
    "month",
    "saving",
]
names = st.one_of(st.sampled_from(READ), st.text(st.characters(), max_size=8))
# Links by the hundred carry a value that is there: then the others are read at all.
RIGHT = {
    "position": ["working", "february-2025", "july-2024"],
    "page": ["1", "2"],
    "year": ["2025"],
}


@st.composite
def questions(draw, own: dict[str, list[str]]) -> str:
    """Up to six names, some known, some twice, with values right and hostile."""
    known = st.sampled_from(sorted(own)) if own else names
    pairs = []
    for name in draw(st.lists(st.one_of(known, known, names), min_size=1, max_size=6)):
        right = own.get(name, []) + RIGHT.get(name, [])
        hostile = st.one_of(texts, texts, st.sampled_from(right)) if right else texts
        pairs.append((name, draw(hostile)))
    return query(pairs)


def sub_filters(cls: type = django_filters.FilterSet) -> set[type]:
    """Every filter set of ours."""
    below = set(cls.__subclasses__())
    ours = {one for one in below if one.__module__.startswith("reports.")}
    return ours.union(*(sub_filters(one) for one in below))


def test_every_filter_there_is_is_asked(client, people, samples):
    client.force_login(people[Role.PMO_EDITOR])
    KEPT.clear()
    asked = {type(client.get(TABLE[name][0][0]).context["filter"]) for name in LISTS}
    assert asked == sub_filters()


@pytest.mark.parametrize("name", LISTS)
def test_no_query_breaks_a_list(name, client, people, samples):
    client.force_login(people[Role.PMO_EDITOR])
    url = TABLE[name][0][0]
    KEPT.clear()  # a page that is kept has no context to read
    fields = client.get(url).context["filter"].form.fields
    own = {
        key: [str(value) for value, _ in getattr(field, "choices", []) if value][:5]
        for key, field in fields.items()
    }

    @PAGES
    @given(asked=questions(own))
    def ask(asked: str) -> None:
        with undone():
            assert client.get(f"{url}?{asked}").status_code in (200, 404)

    ask()


def pages() -> list[str]:
    """One address of every page to read that the matrix has, files and lists among them."""
    found = [cases[0][0] for name, cases in TABLE.items() if not name.startswith("admin:")]
    slow = (".docx", ".pptx", ".xlsx", ".pdf", "sign-in/directory")
    return sorted({*(urlsplit(at).path for at in found if not at.endswith(slow)), *FILES})


@PAGES
@given(data=st.data())
def test_no_query_breaks_any_page(data, client, people, things, samples):
    at = address(data.draw(st.sampled_from(pages())), things, people)
    role = data.draw(st.sampled_from([Role.PMO_EDITOR, Role.SECTION_151, Role.PORTFOLIO_LEAD]))
    with undone():
        client.force_login(people[role])
        answer = client.get(f"{at}?{data.draw(questions({}))}")
        assert answer.status_code in (200, 302, 304, 400, 403, 404, 405)
