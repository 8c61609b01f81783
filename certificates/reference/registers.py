"""Public registers in which a person can look a certificate up. Addresses as known in November 2026."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Register:
    """A register: what it covers, and for which standards or countries it is worth opening."""

    name: str
    url: str
    covers: str
    standards: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


REGISTERS = [
    Register(
        "IATF certificate validity check",
        "https://www.iatfglobaloversight.org/",
        "IATF 16949, by IATF number",
        standards=frozenset({"IATF 16949"}),
    ),
    Register(
        "IAQG OASIS", "https://www.iaqg.org/oasis/", "AS9100 series; log-in needed", standards=frozenset({"AS9100"})
    ),
    Register(
        "CNCA certificate search",
        "https://cx.cnca.cn/",
        "Certificates issued in China",
        countries=frozenset({"CN"}),
    ),
    Register("IAF CertSearch", "https://www.iafcertsearch.org/", "Accredited certificates of most bodies"),
]


def registers_for(standards: Collection[str], country: str) -> list[Register]:
    """The registers worth opening for a certificate, the special ones first."""
    return [
        register
        for register in REGISTERS
        if (not register.standards or register.standards & set(standards))
        and (not register.countries or country in register.countries)
    ]
