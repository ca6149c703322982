"""Loading the benefit measures that the paper prints: each a benefit, its measure, its reading."""

import csv
import datetime
from pathlib import Path
from typing import Any

from portfolios.models import Portfolio, Programme
from savings.models import Benefit, Measure, Reading
from savings.values import parse_value

CATEGORIES = {
    "cashable": Benefit.Category.CASHABLE,
    "non-cashable": Benefit.Category.NON_CASHABLE,
    "demand mitigation": Benefit.Category.DEMAND,
}


def load_benefits(folder: Path, words: dict[str, Any]) -> None:
    """Everything by its natural key; what is there is left as it is."""
    stated = words["benefit_measures"]
    with (folder / "source" / "benefit_measures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            _load(row, stated)


def _load(row: dict[str, str], stated: dict[str, Any]) -> None:
    """A target that is a range or a fraction, or has no day, stays in words: no point is made."""
    portfolio = Portfolio.objects.get(name=row["portfolio"])
    benefit, made = Benefit.objects.get_or_create(
        portfolio=portfolio,
        title=row["measure"],
        defaults={
            "category": CATEGORIES[row["kind_judged"]],
            "category_judged": True,
            "target": f"{row['target']} ({row['unit']})" if row["target"] else "",
            "stated_in": stated["stated_in"],
        },
    )
    if not made:
        return
    if row["programme"]:
        benefit.programmes.set([Programme.objects.get(name=row["programme"])])
    measure = Measure.objects.create(
        benefit=benefit,
        name=row["measure"],
        unit=row["unit"],
        good=Measure.Good.DOWN if row["measure"] in stated["good_is_down"] else Measure.Good.UP,
        baseline=parse_value(row["baseline"]) if row["baseline"] else None,
        baseline_on=_day(stated["baselines_of"].get(row["note"])),
        note=row["note"],
        stated_in=stated["stated_in"],
    )
    if row["latest"]:
        Reading.objects.create(
            measure=measure,
            on=datetime.date.fromisoformat(stated["read_on"]),
            value=parse_value(row["latest"]),
            qualifier=row["qualifier"],
            evidence=stated["stated_in"],
        )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
