"""Who works at the sample company."""

from dataclasses import dataclass

from accounts.domain.permissions import Role
from accounts.models import Team, User

DOMAIN = "sample.example"
PEOPLE: dict[str, tuple[str, Role]] = {
    "marta": ("Marta Keller", Role.PROCUREMENT),
    "jonas": ("Jonas Weber", Role.PROCUREMENT),
    "ines": ("Inês Duarte", Role.QUALITY_ENGINEER),
    "tomasz": ("Tomasz Lis", Role.QUALITY_ENGINEER),
    "helen": ("Helen Ward", Role.MANAGER),
    "oskar": ("Oskar Blom", Role.AUDITOR),
}


@dataclass(frozen=True)
class People:
    """The people of the stories, and the team that sees what is under a non-disclosure agreement."""

    marta: User
    jonas: User
    ines: User
    tomasz: User
    helen: User
    oskar: User
    defence: Team


def employ(password: str) -> People:
    """Make the people; all sign in with `password`, which is made anew for each installation and printed once."""
    made = {
        key: User.objects.create_user(f"{key}@{DOMAIN}", name, role, password) for key, (name, role) in PEOPLE.items()
    }
    team = Team.objects.create(name="Controlled goods")
    team.members.set([made["jonas"], made["tomasz"]])
    return People(**made, defence=team)
