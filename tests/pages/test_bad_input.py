"""Whatever stands in an address, the answer is a page or "not found": never a 500."""

import pytest

from accounts.roles import Role

NUL, LONG, LONE, TEXT = "%00", "x" * 10_000, "%", "%F0%9F%92%A5"
BAD = {"nul": NUL, "long": LONG, "lone": LONE, "odd": TEXT, "no": "nonsense", "bytes": "%ff%fe"}
LIST = ["search", "portfolio", "fund", "confidence", "case", "saving", "position"]
READS = {
    "/": ["position"],
    "/portfolios/": ["position"],
    "/programmes/": [*LIST, "page", "sort"],
    "/programmes.csv": LIST,
    "/reports/movement/": ["compare", "portfolio"],
    "/reports/movement.json": ["compare", "portfolio"],
    "/reports/pack.xlsx": ["compare", "portfolio"],
    "/reconciliation/": ["state", "portfolio"],
    "/figures/": [
        "measure",
        "portfolio",
        "programme",
        "year",
        "confidence",
        "cumulative",
        "page",
        "position",
    ],
}


@pytest.fixture
def analyst(client, people):
    client.force_login(people[Role.ANALYST])
    return client


@pytest.mark.parametrize("value", BAD.values(), ids=BAD)
@pytest.mark.parametrize("url", READS)
def test_no_parameter_breaks_a_page(url, value, analyst):
    told = {key: analyst.get(f"{url}?{key}={value}").status_code for key in READS[url]}
    assert set(told.values()) <= {200, 404}, told


@pytest.mark.parametrize("value", BAD.values(), ids=BAD)
@pytest.mark.parametrize(
    "path", ["/portfolios/{}/", "/programmes/{}/", "/reports/{}/", "/reports/{}.csv"]
)
def test_no_path_breaks_a_page(path, value, analyst):
    assert analyst.get(path.format(value)).status_code == 404


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/?position=nonsense", 404),
        ("/reports/nonsense/", 404),
        ("/reports/movement/?compare=nonsense", 404),
        ("/reports/movement/?compare=working", 404),
        ("/reports/movement/?portfolio=nonsense", 404),
        ("/reconciliation/?state=nonsense", 200),
        ("/programmes/?page=x", 200),
        ("/programmes/?page=999", 200),
        ("/programmes/?page=-1", 200),
        ("/programmes/?sort=nonsense", 200),
        ("/programmes/?portfolio=nonsense", 200),
        ("/programmes.csv?portfolio=nonsense", 404),
        ("/programmes.csv?confidence=purple", 404),
        ("/figures/?page=x", 200),
        ("/figures/?page=99999999999999999999", 200),
        ("/figures/?year=9999/99", 404),
        ("/figures/?year=9999/00", 404),
        ("/figures/?year=2024/25&cumulative=maybe", 200),
        ("/figures/?confidence=purple", 404),
        ("/figures/?measure=zz", 404),
        ("/figures/?programme=Nothing", 404),
        ("/figures/?portfolio=Nothing", 404),
        ("/figures/?measure=establishment&portfolio=Resident+Services", 200),
        ("/reconciliation/99999999999999999999/", 404),
        ("/reconciliation/-1/", 404),
        ("/reconciliation/x/", 404),
    ],
)
def test_the_unknown_is_refused_aloud(url, status, client, people):
    client.force_login(people[Role.PMO_EDITOR])
    assert client.get(url).status_code == status


def test_an_unknown_state_lists_all_figures_and_says_so(analyst):
    page = analyst.get("/reconciliation/?state=nonsense").content.decode()
    assert "“nonsense” is not a state, so all figures are listed." in page


def test_an_unknown_choice_of_the_filter_is_named_beside_its_field(analyst):
    page = analyst.get("/programmes/?confidence=purple").content.decode()
    assert "purple is not one of the available choices" in page


@pytest.mark.parametrize(
    "url", ["/?position=nonsense", "/reports/nonsense/", "/figures/?measure=zz"]
)
def test_not_found_says_what_to_do_next(url, analyst):
    page = analyst.get(url).content.decode()
    assert "<h1>Page not found</h1>" in page
    assert "Go to the dashboard" in page


def test_what_was_typed_is_never_markup(analyst):
    script = "<script>alert(1)</script>"
    for url in (
        f"/reconciliation/?state={script}",
        f"/programmes/?search={script}",
        f"/programmes/?confidence={script}",
        f"/?position={script}",
        f"/figures/?measure={script}",
    ):
        assert script not in analyst.get(url).content.decode(), url
