"""When are two certificate records the same certificate? Same certification body, same number, same
standard."""

import re
import unicodedata
from dataclasses import dataclass

_IGNORED = re.compile(r"[\s.\-_‐‑‒–—―−]+")


def number_key(number: str) -> str:
    """The number as compared: width, case, spaces, dots and dashes are typing, a slash is not.

    `EMS 51-234` and `ems51234` are one number; `01 100 123/01` (a sub-certificate) and `01 100 123` are two.
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", number)).casefold()


@dataclass(frozen=True)
class CertificateIdentity:
    """What makes a certificate this one: keys of body and standard, and the comparable number."""

    body_id: int
    number_key: str
    standard_id: int


def identity(body_id: int, number: str, standard_id: int) -> CertificateIdentity:
    """Identity of a certificate as printed."""
    return CertificateIdentity(body_id, number_key(number), standard_id)
