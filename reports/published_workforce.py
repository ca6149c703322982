"""Loading what of the workforce no position holds: the clock's thresholds, earlier restructures."""

import csv
from pathlib import Path
from typing import Any

from agt.words.fte import parse_fte
from agt.words.years import FinancialYear
from workforce.models import Restructure, Threshold


def load_workforce(folder: Path, words: dict[str, Any]) -> None:
    """Everything by its natural key; what is there is left as it is."""
    for item in words["thresholds"]:
        key = {name: item[name] for name in ("name", "since")}
        Threshold.objects.get_or_create(**key, defaults=item)
    stated = words["restructures"]
    with (folder / "source" / "earlier_programmes.csv").open(encoding="utf-8", newline="") as file:
        printed = [row for row in csv.DictReader(file) if row["table"] == stated["table"]]
    found = {(row["column"], row["row"]): row["value"] for row in printed}
    services = [row["column"] for row in printed if row["row"] == stated["before"]]
    for name in services:
        key = {"name": name, "year": FinancialYear.parse(stated["year"])}
        Restructure.objects.get_or_create(
            **key,
            defaults={
                "before": parse_fte(found[name, stated["before"]]),
                "after": parse_fte(found[name, stated["after"]]),
                "source": stated["source"],
                "note": stated["note"],
            },
        )
