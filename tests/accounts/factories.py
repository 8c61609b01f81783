"""People for tests."""

from itertools import count

from accounts.domain.permissions import Role
from accounts.models import Team, User

_number = count(1)


def make_user(role: Role = Role.PROCUREMENT, **fields) -> User:
    number = next(_number)
    values = {"email": f"person{number}@example.com", "name": f"Person {number}", **fields}
    return User.objects.create_user(role=role, **values)


def make_team(*members: User, name: str = "") -> Team:
    team = Team.objects.create(name=name or f"Team {next(_number)}")
    team.members.set(members)
    return team
