"""How many requests a minute: per token, per person, per address of a stranger.

Counted in a cache of its own (`limits`): Redis where there is one, else files that all web processes share. Not in the
process, because two processes would let twice as much through; not in the database, because a limit must not cost a
write of its own. Two requests at the very same instant may count as one with files; that is no harm here.
"""

import time

from django.conf import settings
from django.core.cache import caches

from common.api.problems import Problem
from common.api.requests import ApiRequest

WINDOW = 60  # seconds


def count_request(who: str, limit: int) -> None:
    """Count one request of `who` in the current minute. Raises Problem (429) beyond `limit`."""
    now = time.time()
    minute = int(now // WINDOW)
    cache, key = caches["limits"], f"{who}:{minute}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        number = cache.incr(key)
    except ValueError:  # thrown out between the two: counting begins anew
        number = 1
    if number > limit:
        wait = max(1, int((minute + 1) * WINDOW - now))
        sentence = f"More than {limit} requests in a minute. Go on in {wait} seconds."
        raise Problem(429, "too-many", sentence, headers={"Retry-After": str(wait)})


def count_person(request: ApiRequest) -> None:
    """Count a request of somebody known: per token where one is used."""
    token = request.auth
    who = f"token:{token.pk}" if token is not None else f"person:{request.user.pk}"
    count_request(who, settings.API_PER_MINUTE)


def count_stranger(request: ApiRequest) -> None:
    """Count a request of somebody who did not prove to be anybody, by the address it came from."""
    count_request(f"address:{_address(request)}", settings.API_STRANGERS_PER_MINUTE)


def _address(request: ApiRequest) -> str:
    """Behind our own proxy the last address that it wrote; else the peer's. What a client claims counts nothing."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip()
    behind_proxy = bool(getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0))
    return (forwarded if behind_proxy and forwarded else str(request.META.get("REMOTE_ADDR", "")))[:64]
