from accounts.models.second_step import RecoveryCode, SecondStep
from accounts.models.submission import Submission
from accounts.models.user import User

__all__ = ["RecoveryCode", "SecondStep", "Submission", "User"]
