"""Fills an empty database: the sample company, and copies of its stories under names like real ones."""

import io
import random
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from accounts.domain.permissions import Role
from accounts.models import Team, User
from bench import copies
from bench.seed import ADMINISTRATOR, NEEDLE
from common import clock
from common.text import fold
from sample.load import load_sample_company
from suppliers.domain.terms import Rating, Status
from suppliers.models import Supplier
from suppliers.models.supplier import rating_rank
from suppliers.services.match_keys import add_keys, keys_of

CHUNK = 2_000
ROWS_EACH = 10
"""Rows of evidence per supplier on average: a million for 100,000 suppliers."""
FIRST = "Precision Valve Nordic Alpine Eastern United Delta Harbour Summit Atlas Pioneer Silver Castle River".split()
SECOND = "Castings Machining Forge Moulding Springs Gears Fasteners Plating Optics Tools Bearings Seals Motion".split()
FORMS = "GmbH Ltd S.p.A. Inc. Sp. Co. AB Oy BV SAS".split()
CITIES = "Aachen Brescia Wenzhou Brno Puebla Nagoya Tuttlingen Turin Lyon Porto Bilbao Gdynia Tampere Linz".split()
COUNTRIES = "DE IT CN CZ MX JP FR PT ES PL FI AT".split()
OWN = {
    "legal_name": "text",
    "local_name": "text",
    "country": "text",
    "city": "text",
    "owner_id": "bigint",
    "status": "text",
    "archived_at": "timestamptz",
    "created_at": "timestamptz",
    "is_restricted": "boolean",
    "team_id": "bigint",
    "name_key": "text",
    "search_key": "text",
    "rating": "text",
    "rating_rank": "integer",
    "score_tenths": "integer",
    "confidence_percent": "integer",
    "next_expiry_on": "date",
}
"""What a copy has of its own instead of its story's."""


def fill(count: int) -> None:
    """`count` suppliers with ten rows of evidence on average, five in a hundred restricted, one name unique."""
    load_sample_company("not used")
    dice = random.Random(count)  # noqa: S311  # the same names in every run
    people = [User.objects.create_user(f"p{n}@example.com", f"Person {n}", Role.PROCUREMENT) for n in range(10)]
    User.objects.create_user(ADMINISTRATOR, "Administrator", Role.ADMINISTRATOR)
    team = Team.objects.create(name="Bench")
    team.members.add(people[0])
    stories = copies.choose(copies.rows_of_stories(), count, count * ROWS_EACH, dice)
    owners, now = [user.pk for user in people], clock.now()
    plan = io.StringIO()
    for number, story in enumerate(stories, start=1):
        own = _own(number, dice, owners, team.pk, now)
        plan.write("\t".join([str(number), str(story), *(own[name] for name in OWN)]) + "\n")
    plan.seek(0)
    with transaction.atomic(), connection.cursor() as cursor:
        shapes = ", ".join(f"{name} {shape}" for name, shape in OWN.items())
        cursor.execute(f"CREATE TEMPORARY TABLE plan (copy bigint, story bigint, {shapes}) ON COMMIT DROP")
        cursor.cursor.copy_expert("COPY plan FROM STDIN", plan)
        copies.copy_all(list(OWN))
    _match_keys()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _match_keys() -> None:
    """What imports find the copies by, from their own names and their story's numbers and places."""
    waiting = Supplier.objects.filter(match_keys=None).prefetch_related("aliases", "identifiers", "sites")
    last = 0
    while some := list(waiting.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        add_keys({supplier.pk: keys_of(supplier) for supplier in some})
        last = some[-1].pk


def _own(number: int, dice: random.Random, owners: list[int], team: int, now: datetime) -> dict[str, str]:
    """What distinguishes a copy: name, place, owner, who may see it, and where it stands in the list."""
    name = f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number} {dice.choice(FORMS)}"
    name = NEEDLE if number == 700 else name
    city, rating, restricted = dice.choice(CITIES), dice.choice(list(Rating)), dice.random() < 0.05
    return {
        "legal_name": name,
        "local_name": "",
        "country": dice.choice(COUNTRIES),
        "city": city,
        "owner_id": str(dice.choice(owners)),
        "status": dice.choice(list(Status)).value,
        "archived_at": r"\N",
        "created_at": (now - timedelta(minutes=number)).isoformat(),
        "is_restricted": str(restricted),
        "team_id": str(team) if restricted and dice.random() < 0.5 else r"\N",
        "name_key": fold(name),
        "search_key": f"{fold(name)} | {fold(city)}",
        "rating": rating.value,
        "rating_rank": str(rating_rank(rating)),
        "score_tenths": str(dice.randrange(1000)),
        "confidence_percent": str(dice.randrange(100)),
        "next_expiry_on": (date(2027, 1, 1) + timedelta(days=dice.randrange(1000))).isoformat(),
    }
