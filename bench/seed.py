"""Fills an empty database with suppliers like real ones. `python -m bench.seed COUNT` prints what the bench needs."""

import hashlib
import json
import sys
from pathlib import Path

import django
from django.conf import settings

NEEDLE = "Xylographic Zenith"
BUYER = "p0@example.com"
"""Who asks for pages: no administrator, a member of one team."""
ADMINISTRATOR = "administrator@example.com"
"""Who asks for what only an administrator may see."""


def fingerprint() -> str:
    """Changes when what fills or a migration does: then the database is filled anew."""
    root = Path(__file__).parent.parent
    here = [root / "bench" / name for name in ("seed.py", "filling.py", "copies.py")]
    files = [*here, *sorted(root.glob("sample/**/*.py")), *sorted(root.glob("*/migrations/0*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def session_cookie(email: str) -> str:
    """The session of a person."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.models import User

    user = User.objects.get(email=email)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main(count: int) -> None:
    django.setup()
    from bench import copies
    from bench.filling import fill
    from suppliers.models import Supplier

    if not Supplier.objects.exists():
        fill(count)
    rich = Supplier.objects.exclude(local_name="").order_by("pk").values_list("pk", flat=True)
    answer = {
        "cookie": session_cookie(BUYER),
        "administrator": session_cookie(ADMINISTRATOR),
        "supplier": rich[0],
        "rows": copies.evidence_rows(),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(int(sys.argv[1]))
