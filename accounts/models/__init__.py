"""People, teams and what the product tells them."""

from accounts.models.invitation import Invitation
from accounts.models.notice import Notice
from accounts.models.team import Team
from accounts.models.user import User

__all__ = ["Invitation", "Notice", "Team", "User"]
