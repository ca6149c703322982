"""Settings by environment: one table, and a sentence for each that is wrong."""

import ast
import os
import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from agt import environment
from tests.browser.product import ROOT

# Words that an environment can hold: no NUL, and nothing that is not text.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def read_in_settings() -> set[str]:
    tree = ast.parse((ROOT / "agt" / "settings.py").read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "environment"
        and isinstance(node.args[0] if node.args else None, ast.Constant)
    }


def test_the_table_names_each_setting_that_is_read_and_no_other():
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    table = page.partition("## Settings")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| (`[^|]+) \|", table, re.M)
    assert {name for cell in first_cells for name in re.findall("`([^`]+)`", cell)} == (
        read_in_settings()
    )


def test_nothing_else_of_the_product_reads_the_environment():
    around = {"agt/environment.py", "agt/settings.py", "agt/wsgi.py", "agt/serving.py"}
    around |= {"reports/safekeeping/engines.py", "agt/release.py"}  # which hand it on to programs
    packages = ["accounts", "agt", "governance", "portfolios", "reports", "savings", "workforce"]
    readers = {
        path.relative_to(ROOT).as_posix()
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        if "os.environ" in path.read_text(encoding="utf-8")
    }
    assert readers <= around


def asked(value: str, read, *words, **named):
    """The setting as ``read`` makes it, or the sentence that refuses it."""
    os.environ["A_SETTING"] = value
    try:
        return read("A_SETTING", *words, **named)
    except ImproperlyConfigured as error:
        refused = error
    finally:
        del os.environ["A_SETTING"]
    assert re.fullmatch(r"(?s)A_SETTING .*\.", str(refused))
    return refused


@given(WORDS | st.integers(-5, 30).map(str))
def test_a_whole_number_is_one_within_its_bounds_or_refused(value):
    made = asked(value, environment.whole, 7, least=1, most=20)
    right = value.strip().isascii() and value.strip().isdigit() and 1 <= int(value) <= 20
    assert made == (7 if not value.strip() else int(value)) if right or not value.strip() else True
    assert isinstance(made, int) is (right or not value.strip())


@given(WORDS | st.sampled_from(["yes", "no", " yes ", "YES"]))
def test_yes_and_no_are_the_only_words_for_themselves(value):
    made = asked(value, environment.yes, "yes")
    assert made is {"yes": True, "no": False, "": True}.get(value.strip(), made)
    assert isinstance(made, bool) is (value.strip() in ("yes", "no", ""))


@given(WORDS)
def test_a_secret_is_long_enough_or_not_set(value):
    made = asked(value, environment.text, least=20)
    assert isinstance(made, str) is (not value.strip() or len(value.strip()) >= 20)


@given(st.lists(WORDS.filter(lambda w: w.strip() and not w.split()[1:]), max_size=3))
def test_words_are_among_those_known(words):
    made = asked(" ".join(words), environment.words, known=["viewer", "analyst"])
    asked_for = " ".join(words).split()
    assert made == asked_for if set(asked_for) <= {"viewer", "analyst"} else True
    assert isinstance(made, list) is (set(asked_for) <= {"viewer", "analyst"})


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("", True),
        ("https://login.example/tenant/v2.0/", True),
        ("http://127.0.0.1:9/", True),
        ("http://login.example", False),
        ("login.example", False),
        ("javascript:alert(1)", False),
    ],
)
def test_another_service_is_reached_over_https(value, right):
    made = asked(value, environment.https_address)
    assert (made == value.rstrip("/")) is right


@pytest.mark.parametrize("value", ["mysql://a", "nonsense", "postgres:secret", "secret"])
def test_a_database_of_another_kind_is_refused_and_no_password_told(value):
    refused = asked(value, environment.database, "sqlite:///x")
    assert isinstance(refused, ImproperlyConfigured)
    assert "postgres:secret" not in str(refused)


def test_settings_that_only_work_together_are_all_set_or_none():
    assert environment.together(A="x", B="y") is True
    assert environment.together(A="", B="") is False
    with pytest.raises(ImproperlyConfigured, match="B must be set too: A, B only work together"):
        environment.together(A="x", B="")


PRODUCTION = {
    "AGT_MODE": "production",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "tracker.example",
    "DATABASE_URL": "sqlite://:memory:",
}
WRONG = [
    ({"AGT_MODE": "live"}, "AGT_MODE is “live”: it can be production, demo or test."),
    ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY must be 50 characters or more."),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name the hosts"),
    ({"METRICS_TOKEN": "t" * 20}, "METRICS_DIR must name a folder"),
]


@pytest.mark.parametrize(("given", "sentence"), WRONG)
def test_it_does_not_start_and_says_why_without_a_traceback(given, sentence, python):
    told = python("import agt.wsgi", **PRODUCTION | given)
    assert told.returncode == 3
    assert told.stderr.startswith("The tracker does not start. ")
    assert sentence in told.stderr
    assert "Traceback" not in told.stderr
