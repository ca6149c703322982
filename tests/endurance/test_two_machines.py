"""Two web machines over one PostgreSQL are one: nothing that counts is kept on either of them."""

import uuid
from collections.abc import Iterator

import pytest

from tests.endurance.site import Answer, Served, Visitor

pytestmark = pytest.mark.slow

PROGRAMME = "/programmes/homelessness-prevention/?position=working&unit=k"
GRID = "/programmes/homelessness-prevention/grid/?position=working"
READ = ("/", "/?position=working", "/programmes/?position=working", PROGRAMME, "/savings/")


@pytest.fixture(scope="module")
def machines(filled_postgres, tmp_path_factory) -> Iterator[list[Served]]:
    """The same product twice, each with its own processes, over one database."""
    url, folder = (
        filled_postgres.create(f"copy_{uuid.uuid4().hex}", like="filled"),
        tmp_path_factory.mktemp("machines"),
    )
    both = [Served(url, folder / f"server-{number}.log") for number in (1, 2)]
    started = []
    try:
        for machine in both:
            machine.start()
            started.append(machine)
        yield both
    finally:
        for machine in started:
            machine.stop()


class Balanced(Visitor):
    """Somebody whose requests go to either machine, as a proxy deals them out."""

    def __init__(self, machines: list[Served]) -> None:
        super().__init__(machines[0].port)
        self.machines = machines

    def to(self, number: int) -> "Balanced":
        self.port = self.machines[number].port
        return self


@pytest.fixture
def person(machines) -> Balanced:
    return Balanced(machines)


def of(who: Balanced, number: int, page: str, tag: str = "") -> Answer:
    return who.to(number).get(page, tag=tag)


def body(answer: Answer) -> str:
    """The page, without what is made anew for each answer."""
    page = answer.page
    for name, value in answer.hidden.items():
        if name in ("csrfmiddlewaretoken", "token", "opened_at"):
            page = page.replace(value, "")
    return page


def test_who_signs_in_on_one_is_signed_in_on_the_other_and_out_of_both(person):
    assert of(person, 1, "/").status == 302
    assert person.to(0).sign_in("editor").status == 302
    assert of(person, 1, "/").status == 200
    kept = dict(person.cookies)
    assert person.to(1).post("/sign-out/", {}).status == 302
    person.cookies = kept  # a browser that held on to them
    assert of(person, 0, "/").status == 302


def test_what_is_saved_through_one_is_seen_through_the_other_at_once(person):
    person.to(0).sign_in("editor")
    for number in range(4):
        here, there = number % 2, 1 - number % 2
        before = {page: of(person, there, page) for page in READ}
        for page, answer in before.items():
            assert answer.status == 200, page
            if answer.tag:  # kept by either under the same tag
                assert of(person, here, page, answer.tag).status == 304, page
        form = before[PROGRAMME].hidden
        cell = 7000 + 1000 * number
        saved = person.to(here).post(
            GRID, form | {"cell-12-green-general_fund-2025": cell, "note": "agreed", "unit": "k"}
        )
        assert saved.status == 302, saved
        again = person.to(there).post(
            GRID, form | {"cell-12-green-general_fund-2025": "1", "note": "late", "unit": "k"}
        )
        assert again.status in (302, 409), again  # the token is used up, or the version is old
        for page, answer in before.items():
            now = of(person, there, page, answer.tag)
            if "working" in page:
                assert now.status == 200, page
                assert body(now) != body(answer), page
            assert body(of(person, there, page)) == body(of(person, here, page)), page
        assert f'value="{cell:,}"' in of(person, there, PROGRAMME).page


def test_wrong_passwords_are_counted_over_both(person):
    met = [person.to(n % 2).sign_in("viewer", "not the password").status for n in range(8)]
    assert met[:4] == [200] * 4
    assert met[5:] == [429] * 3
    assert person.to(0).sign_in("viewer").status == 429
    assert person.to(1).sign_in("viewer").status == 429


def test_a_form_begun_on_one_is_finished_on_the_other(person):
    person.to(0).sign_in("editor")
    sent = person.to(0).send("/import/", "plan.csv", b"Scheme,2026/27\nOne,1000\n", holds="plan")
    assert sent.status == 302, sent
    assert of(person, 1, sent.leads_to).status == 200
    shown = of(person, 1, f"{sent.leads_to}preview/")
    form = shown.hidden | {"name": "Across", "short_name": "Across", "kind": "scenario"}
    taken = person.to(0).post(f"{sent.leads_to}take/", form | {"as_at": "31/03/2025"})
    assert taken.status == 302, taken
    told = of(person, 1, taken.leads_to)  # what is said once is said wherever it is asked for
    assert "Across is open" in told.page
    assert "Across is open" not in of(person, 0, taken.leads_to).page


def test_a_machine_that_is_killed_takes_nothing_with_it(machines, person):
    person.to(0).sign_in("editor")
    machines[0].kill_it_all()
    assert of(person, 1, PROGRAMME).status == 200
    assert of(person, 0, PROGRAMME).status == 200
