"""What the published papers say in prose: our words, with tokens where the paper has figures."""

import json
from pathlib import Path
from typing import Any

from portfolios.models import Portfolio, Position
from reports.models import PaperBlock


def read_papers(folder: Path) -> list[dict[str, Any]]:
    """Every block of ``papers.json``."""
    return json.loads((folder / "papers.json").read_text(encoding="utf-8"))["blocks"]


def load_blocks(position: Position, blocks: list[dict[str, Any]]) -> None:
    """The blocks of one position, final."""
    portfolios = {portfolio.slug: portfolio for portfolio in Portfolio.objects.all()}
    for block in blocks:
        if block["position"] == position.slug:
            PaperBlock.objects.create(
                position=position,
                paper=block["paper"],
                section=block["section"],
                portfolio=portfolios[block["portfolio"]] if "portfolio" in block else None,
                text=block["text"],
                state=PaperBlock.State.FINAL,
            )
