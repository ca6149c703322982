"""A range of posts with the vacant ones in it: the same rules for a portfolio and for its parts."""

from django.db.models import CheckConstraint, F, Q


def post_range_constraints(of: str) -> list[CheckConstraint]:
    """The rules of ``low``, ``high`` and ``vacant``; ``of`` begins their names."""
    return [
        CheckConstraint(
            name=f"{of}_range_in_order",
            condition=Q(low__gte=0, high__gte=F("low")),
            violation_error_message="The low end of the range is zero or more, "
            "and not above the high end.",
        ),
        CheckConstraint(
            name=f"{of}_vacant_within_low",
            condition=Q(vacant__gte=0, vacant__lte=F("low")),
            violation_error_message="More vacant posts than the low end of the range: "
            "occupied posts would be below zero.",
        ),
    ]
