"""What an approval approves: a saving, and posts as a range; the same rules wherever it stands."""

from django.db.models import CheckConstraint, F, Q


def approved_constraints(of: str) -> list[CheckConstraint]:
    """The rules of ``pence``, ``fte_low`` and ``fte_high``, named after what they are ``of``."""
    return [
        CheckConstraint(
            name=f"{of}_saving_not_negative",
            condition=Q(pence__isnull=True) | Q(pence__gte=0),
            violation_error_message="An approved saving is not below zero.",
        ),
        CheckConstraint(
            name=f"{of}_posts_in_order",
            condition=Q(fte_low__isnull=True, fte_high__isnull=True)
            | Q(
                fte_low__isnull=False,
                fte_high__isnull=False,
                fte_low__gte=0,
                fte_high__gte=F("fte_low"),
            ),
            violation_error_message="Posts are a range, from the low end to the high end; "
            "where one number is approved, give it twice.",
        ),
    ]
