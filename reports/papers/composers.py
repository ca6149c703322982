"""Every paper there is, by its slug, and what composes it."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from reports.papers.value import Paper
from reports.table import Ask


def composers() -> Mapping[str, Callable[[Ask], Paper]]:
    """What makes each paper; none where no paper has an outline yet."""
    if find_spec("reports.papers.shelf") is None:
        return {}
    outlines = import_module("reports.papers.shelf").PAPERS
    compose = import_module("reports.papers.compose").compose
    return {slug: partial(_composed, compose, outline) for slug, outline in outlines.items()}


def _composed(compose: Callable, outline: object, ask: Ask) -> Paper:
    return compose(outline, ask).paper
