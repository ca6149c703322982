"""Loading the council's boards, and the periods that notice and call-in are counted by."""

from typing import Any

from governance.models import Board, DecisionPeriod


def load_boards(words: dict[str, Any]) -> None:
    """Everything by its natural key; what is there is left as it is."""
    for order, board in enumerate(words["boards"], start=1):
        Board.objects.get_or_create(name=board["name"], defaults={**board, "order": order})
    for period in words["decision_periods"]:
        key = {name: period[name] for name in ("of", "since")}
        DecisionPeriod.objects.get_or_create(**key, defaults=period)
