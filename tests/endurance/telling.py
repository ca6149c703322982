"""What a database holds of the working position, told as JSON: a program of its own."""

import json
import subprocess
import sys
from collections import Counter

from tests.browser import product


def tell() -> dict:
    """Of each programme its version, its lines and its history; of all, the tokens used up."""
    from accounts.models import Submission
    from portfolios.models import ProgrammePlace
    from savings.grid import Cell, Grid
    from savings.models import SavingsLine

    told = {}
    for place in ProgrammePlace.objects.filter(position__slug="working").order_by("pk"):
        records = SavingsLine.history.filter(place_id=place.pk).order_by("history_id")
        entries = [(r.history_change_reason, Cell.of(r.instance).name, r) for r in records]
        saves: dict[str, dict[str, int]] = {}
        for why, cell, record in entries:
            saves.setdefault(why, {})[cell] = record.amount
        told[place.programme.slug] = {
            "version": place.version,
            "lines": {
                cell.name: pence
                for cell, pence in Grid.of_lines(
                    SavingsLine.objects.filter(place=place)
                ).amounts.items()
            },
            "saves": saves,
            "twice": [
                key for key, n in Counter((why, cell) for why, cell, _ in entries).items() if n > 1
            ],
            "latest": {cell: r.amount for _, cell, r in entries if r.history_type != "-"},
        }
    return {"programmes": told, "tokens": Submission.objects.count()}


def told(url: str) -> dict:
    """The same, of the database at ``url``."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-m", "tests.endurance.telling"],
        cwd=product.ROOT,
        env=product.environment(url),
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(run.stdout)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(tell()))
