"""Fills an empty database with suppliers like real ones. `python -m bench.seed COUNT` prints what the bench needs."""

import hashlib
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings

MARK = Path(__file__)
FIRST = "Precision Valve Nordic Alpine Eastern United Delta Harbour Summit Atlas Pioneer Silver Castle River".split()
SECOND = "Castings Machining Forge Moulding Springs Gears Fasteners Plating Optics Tools Bearings Seals Motion".split()
FORMS = "GmbH Ltd S.p.A. Inc. Sp. Co. AB Oy BV SAS".split()
CITIES = "Aachen Brescia Wenzhou Brno Puebla Nagoya Tuttlingen Turin Lyon Porto Bilbao Gdynia Tampere Linz".split()
COUNTRIES = "DE IT CN CZ MX JP FR PT ES PL FI AT".split()
NEEDLE = "Xylographic Zenith"


def fingerprint() -> str:
    """Changes when this file or a migration does: then the database is filled anew."""
    root = MARK.parent.parent
    files = [MARK, *sorted(root.glob("*/migrations/0*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def fill(count: int) -> None:
    """`count` suppliers, each with a site and a scope, five in a hundred restricted, one of a name that is unique."""
    from accounts.domain.permissions import Role
    from accounts.models import Team, User
    from common import clock
    from suppliers.models import Process, Scope, Site, Supplier

    dice = random.Random(count)  # noqa: S311  # the same names in every run
    people = [User.objects.create_user(f"p{n}@example.com", f"Person {n}", Role.PROCUREMENT) for n in range(10)]
    team = Team.objects.create(name="Bench")
    team.members.add(people[0])
    processes = list(Process.objects.all())
    for start in range(0, count, 5000):
        rows = [_supplier(number, dice, people, team, clock.now()) for number in range(start, min(start + 5000, count))]
        Supplier.objects.bulk_create(rows, batch_size=1000)
        sites = [Site(supplier=row, name="Works", city=row.city, country=row.country, is_main=True) for row in rows]
        Site.objects.bulk_create(sites, batch_size=1000)
        scopes = [Scope(supplier=s.supplier, site=s, process=dice.choice(processes)) for s in sites]
        Scope.objects.bulk_create(scopes, batch_size=1000)


def tell_a_story() -> None:
    """One supplier with a year of evidence: the sample company's clean paper over a floor that was not inspected."""
    from common import clock
    from sample.company import Company
    from sample.corrective import Corrective
    from sample.floor import Floor
    from sample.people import employ
    from sample.stories.practice import clean_paper
    from sample.tellers import Tellers
    from sample.timeline import Timeline
    from scoring.services import rescore_suppliers
    from suppliers.models import Supplier

    people, time = employ("not used"), Timeline(clock.today())
    clean_paper(Tellers(Company(people, time), Floor(people, time), Corrective(people, time)))
    time.play()
    told = Supplier.objects.exclude(local_name="").values_list("pk", flat=True)
    rescore_suppliers(list(told), clock.today())


def _supplier(number: int, dice: random.Random, people: list[Any], team: Any, now: Any) -> Any:
    from common.text import fold
    from suppliers.domain.terms import Rating, Status
    from suppliers.models import Supplier
    from suppliers.models.supplier import rating_rank

    name = f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number} {dice.choice(FORMS)}"
    name = NEEDLE if number == 700 else name
    city, rating = dice.choice(CITIES), dice.choice(list(Rating))
    restricted = dice.random() < 0.05
    return Supplier(
        legal_name=name,
        country=dice.choice(COUNTRIES),
        owner=dice.choice(people),
        status=dice.choice(list(Status)).value,
        created_at=now - timedelta(minutes=number),
        is_restricted=restricted,
        team=team if restricted and dice.random() < 0.5 else None,
        name_key=fold(name),
        search_key=f"{fold(name)} | {fold(city)}",
        city=city,
        rating=rating.value,
        rating_rank=rating_rank(rating),
        score_tenths=dice.randrange(1000),
        confidence_percent=dice.randrange(100),
        headline="Incoming records for 144 of 240 receipts",
        next_step="Verify the certificate",
        next_expiry_on=date(2027, 1, 1) + timedelta(days=dice.randrange(1000)),
    )


def session_cookie() -> str:
    """The session of somebody who is no administrator and belongs to one team."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import User

    user = User.objects.get(email="p0@example.com")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main(count: int) -> None:
    django.setup()
    from django.db import connection

    from suppliers.models import Supplier

    if not Supplier.objects.exists():
        fill(count)
        tell_a_story()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    rich = Supplier.objects.exclude(local_name="").values_list("pk", flat=True)
    print(json.dumps({"cookie": session_cookie(), "supplier": rich[0]}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
