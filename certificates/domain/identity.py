"""When are two certificate records the same certificate? Same certification body, same standard, and the same number
by `number_key`; `CertificateStandard` lets the database hold it true."""

import re
import unicodedata

_IGNORED = re.compile(r"[\s.\-_‐‑‒–—―−]+")


def number_key(number: str) -> str:
    """The number as compared: width, case, spaces, dots and dashes are typing, a slash is not.

    `EMS 51-234` and `ems51234` are one number; `01 100 123/01` (a sub-certificate) and `01 100 123` are two.
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", number)).casefold()
