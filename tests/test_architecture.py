"""What holds the code together: who may import whom, what no code names, what no template holds."""

import ast
import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["accounts", "agt", "governance", "portfolios", "reports", "savings", "workforce"]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CODE = sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))


def sources(*suffixes: str) -> list[Path]:
    return [*CODE, *TEMPLATES] if not suffixes else [p for p in CODE if p.suffix in suffixes]


# --- imports run one way -------------------------------------------------------------------------


def lint(folder: Path) -> subprocess.CompletedProcess:
    command = [
        sys.executable,
        "-c",
        "import sys; from importlinter.cli import lint_imports_command; "
        "sys.exit(lint_imports_command())",
        "--no-cache",
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path) -> Path:
    """The packages and their rules, to plant an offence in."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_dependencies_run_one_way():
    told = lint(ROOT)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("agt/words/money.py", "from accounts import roles"),
        ("accounts/roles.py", "import portfolios.models"),
        ("portfolios/models/portfolio.py", "from reports import quantities"),
        ("savings/movement.py", "import workforce.models"),
        ("workforce/models/establishment.py", "import savings.models"),
        ("reports/table.py", "import agt.urls"),
    ],
)
def test_an_import_that_goes_up_or_across_is_found(file, line, copy):
    path = copy / file
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    told = lint(copy)
    assert told.returncode != 0
    assert "BROKEN" in told.stdout


def test_every_package_of_the_product_is_under_the_rule():
    named = {p.parent.name for p in ROOT.glob("*/__init__.py")} - {"tests"}
    assert named == set(PACKAGES)


RENDERERS = sorted((ROOT / "reports" / "renderers").glob("*.py"))


@pytest.mark.parametrize("path", RENDERERS, ids=lambda p: p.name)
def test_a_renderer_sees_no_model(path):
    """A renderer turns a value into an appearance: it never sees a model and never queries."""
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module)
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
    forbidden = re.compile(r"(^|\.)models(\.|$)|reports\.library|reports\.definitions|django\.db")
    assert {module for module in imported if forbidden.search(module)} == set()


# --- code names nothing of the council -----------------------------------------------------------


def names() -> set[str]:
    """Every portfolio, programme, position and council that the fixtures name."""
    words = json.loads((ROOT / "fixtures" / "published.json").read_text(encoding="utf-8"))
    with (ROOT / "fixtures" / "source" / "stated_figures.csv").open(encoding="utf-8") as file:
        printed = list(csv.DictReader(file))
    found = {words["organisation"]["name"], words["organisation"]["programme_name"]}
    for position in words["positions"]:
        found |= {position["name"], position["slug"], position["short_name"]}
    for portfolio in words["portfolios"]:
        found |= {portfolio["name"], portfolio["slug"]}
        for programme in portfolio["programmes"]:
            found |= {programme["name"], programme["slug"]}
    found |= {row["position"] for row in printed}
    # words that are also plain English: "commissioning" is one
    return {name for name in found if " " in name or "-" in name}


NAMES = re.compile(
    "|".join(rf"\b{re.escape(name)}\b" for name in sorted(names(), key=len, reverse=True)),
    re.IGNORECASE,
)


def strings_and_names(path: Path) -> str:
    """What a file says, without its comments and docstrings: an example may name a position."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return "\n".join(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documented
    )


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_code_names_a_portfolio_programme_or_position(path):
    told = {found[0] for found in NAMES.finditer(strings_and_names(path))}
    examples = {"February 2025", "Oct 2024"}  # in a sentence that helps: "like “February 2025”"
    assert told - examples == set()


def test_the_names_are_really_looked_for(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text('"""Schools & SEND."""\nx = "schools-send"\ny = "the Schools & SEND"\n')
    assert [m[0] for m in NAMES.finditer(strings_and_names(planted))] == [
        "schools-send",
        "Schools & SEND",
    ]


# --- templates -----------------------------------------------------------------------------------

ON_THEIR_OWN = {
    "base.html",
    "500.html",
    "503.html",
    "507.html",
}  # the frame, and pages that must need nothing


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_template_holds_no_style_and_no_script_of_its_own(path):
    """The content policy allows neither, so either would silently do nothing."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b", text, re.I)
    assert not re.search(r"\sstyle\s*=", text, re.I)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text, re.I)
    assert not re.search(r"javascript:", text, re.I)
    for tag, body in re.findall(r"(<script\b[^>]*>)(.*?)</script>", text, re.S | re.I):
        assert "src=" in tag
        assert not body.strip()
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text, re.I)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_page_extends_the_frame(path):
    text = path.read_text(encoding="utf-8")
    if {"partials", "widgets"} & set(path.parts) or path.name in ON_THEIR_OWN:
        assert not text.startswith("{% extends")
    else:
        assert re.match(r'\{% extends "[^"]+" %\}', text)


def test_every_partial_is_used():
    used = set()
    for path in TEMPLATES:
        used |= set(re.findall(r"partials/[a-z_]+\.html", path.read_text(encoding="utf-8")))
    assert {f"partials/{p.name}" for p in TEMPLATES if "partials" in p.parts} == used


def test_every_table_of_a_page_has_a_caption():
    """Seen or not: whoever hears a page is told what a table is of before its cells."""
    table = re.compile(r"<table(?:[^>{]|\{[%{][^}]*[}%]\})*>\s*(<caption[^>]*>)?")
    bare = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in TEMPLATES
        for found in table.finditer(path.read_text(encoding="utf-8"))
        if not found[1]
    ]
    assert bare == []
