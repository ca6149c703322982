from accounts.models.submission import Submission
from accounts.models.user import User

__all__ = ["Submission", "User"]
