"""The demo sign-ins: printed by ``make run``, shown on the sign-in page, never in production."""

from accounts.roles import Role

PASSWORD = "demo-tracker"  # noqa: S105 - it is meant to be read

USERS: dict[str, tuple[Role, str]] = {
    "viewer": (Role.VIEWER, "Board member"),
    "analyst": (Role.ANALYST, "Finance analyst"),
    "editor": (Role.PMO_EDITOR, "PMO editor"),
    "lead": (Role.PORTFOLIO_LEAD, "Portfolio lead"),
    "finance": (Role.FINANCE_PARTNER, "Finance partner"),
    "s151": (Role.SECTION_151, "Section 151 officer"),
    "hr": (Role.HR_PARTNER, "HR partner"),
    "admin": (Role.ADMINISTRATOR, "System administrator"),
}
