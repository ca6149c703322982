"""Papers, and what is written in them."""

import uuid

import pytest

from accounts.roles import Role
from accounts.viewer import SYSTEM
from portfolios.models import Portfolio, Position
from reports.actions.write_block import write_block
from reports.library import Library
from reports.models import PaperBlock
from reports.papers.compose import Composed, compose
from reports.papers.shelf import PAPERS
from reports.table import Ask


def asked(position: Position, viewer=SYSTEM) -> Ask:
    """All positions, read anew."""
    positions = Position.objects.select_related("establishment").newest_first()
    return Ask(Library(viewer, positions), position)


def cabinet(position: Position, viewer=SYSTEM, **how) -> Composed:
    return compose(PAPERS["cabinet"], asked(position, viewer), **how)


def block_of(position, section: str, portfolio: Portfolio | None = None) -> PaperBlock:
    of = {"paper": "cabinet", "section": section, "portfolio": portfolio}
    return PaperBlock.objects.get(position=position, **of)


@pytest.fixture
def editor(people):
    return people[Role.PMO_EDITOR]


@pytest.fixture
def saves(working, editor):
    """Write a part of the working Cabinet report, as the newest editor."""
    from portfolios.actions.hold_row import version_of

    def save(section: str, text: str, **given) -> PaperBlock:
        portfolio = given.get("portfolio")
        of = {"paper": "cabinet", "section": section, "portfolio": portfolio}
        held = PaperBlock.objects.filter(position=working, **of).first()
        fields = {
            "state": "draft",
            "exempt": False,
            "version": version_of(held) if held else 0,
            "why": "Rewritten.",
            "token": uuid.uuid4(),
            "by": editor,
            "portfolio": None,
        } | given
        words = PAPERS["cabinet"].place(section)[1]
        return write_block(position=working, paper="cabinet", words=words, text=text, **fields)

    return save
