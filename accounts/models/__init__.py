"""People, teams and what the product tells them."""

from accounts.models.invitation import Invitation
from accounts.models.notice import Notice
from accounts.models.saved_view import SavedView
from accounts.models.team import Team
from accounts.models.token import Token
from accounts.models.user import User

__all__ = ["Invitation", "Notice", "SavedView", "Team", "Token", "User"]
