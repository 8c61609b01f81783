"""The columns of certificates in files."""

from certificates.domain.paper import EARLIEST, LATEST
from certificates.models import AccreditationBody, CertificationBody
from imports.kinds import Field, ValueKind, supplier_fields
from standards.models import Edition

TEXTS = ("holder", "address", "scope_text", "exclusions")
DATES = ("first_certified_on", "issued_on", "valid_from", "expires_on")


def _edition_words() -> list[str]:
    return [str(edition) for edition in Edition.objects.select_related("standard").order_by("standard__code", "code")]


def _body_words() -> list[str]:
    return list(CertificationBody.objects.order_by("name_key").values_list("name", flat=True)[:500])


def _accreditation_words() -> list[str]:
    return list(AccreditationBody.objects.order_by("abbreviation").values_list("abbreviation", flat=True))


def _day(key: str, title: str, *synonyms: str, example: str, text: str = "") -> Field:
    return Field(
        key, title, ValueKind.DATE, synonyms=synonyms, minimum=EARLIEST, maximum=LATEST, example=example, help=text
    )


FIELDS = (
    *supplier_fields(synonyms=("organization", "organisation", "client")),
    Field(
        "number",
        "Certificate number",
        required=True,
        synonyms=(
            "certificate no",
            "cert no",
            "cert number",
            "certificate",
            "registration number",
            "zertifikatsnummer",
        ),
        help="As printed. Rows with the same number and body are one certificate with several standards or sites.",
        example="QM-12345-67",
        max_length=100,
    ),
    Field(
        "standard",
        "Standard and edition",
        synonyms=("standard", "standards", "norm", "scheme", "certification standard"),
        help="Needed once per certificate, with the edition: ISO 9001:2015. Semicolons separate several in one cell.",
        example="ISO 9001:2015",
        offers=_edition_words,
    ),
    Field(
        "body",
        "Certification body",
        required=True,
        synonyms=("registrar", "cb", "issued by", "issuing body", "certifier", "zertifizierungsstelle"),
        help="Who issued it. A body that is not known yet is recorded.",
        example="Example Certification GmbH",
        max_length=200,
        offers=_body_words,
    ),
    Field(
        "holder",
        "Holder as printed",
        synonyms=("holder", "certificate holder", "certified organization", "issued to"),
        help="Needed once per certificate: the name on the paper, which may be another than the supplier's.",
        example="Example Precision GmbH",
    ),
    Field("address", "Address as printed", synonyms=("address", "certified address"), max_length=500),
    Field(
        "scope_text",
        "Scope as printed",
        synonyms=("scope", "scope of certification", "geltungsbereich"),
        example="Machining of metal parts",
        max_length=4000,
    ),
    Field("exclusions", "Excluded clauses", synonyms=("exclusions", "not applicable clauses"), example="8.3"),
    Field(
        "accreditation",
        "Accreditation body",
        synonyms=("accreditation", "accredited by"),
        help="Its abbreviation, for instance DAkkS. Empty when none is printed.",
        example="DAkkS",
        max_length=30,
        offers=_accreditation_words,
    ),
    _day("valid_from", "Valid from", "start date", "effective date", "gültig ab", example="2025-03-01"),
    _day(
        "expires_on",
        "Expiry",
        "expires",
        "expiry date",
        "expiration date",
        "valid until",
        "valid to",
        "gültig bis",
        example="2028-02-28",
    ),
    _day("issued_on", "Issued", "issue date", "date of issue", "ausgestellt am", example="2025-02-20"),
    _day(
        "first_certified_on", "Certified since", "original certification", "initial certification", example="2016-03-01"
    ),
    Field(
        "site",
        "Site",
        ValueKind.SITE,
        synonyms=("certified site", "location", "plant", "standort"),
        help="A site of the supplier that the paper names. One row per site.",
    ),
    Field("site_scope", "Scope printed for the site", max_length=4000),
)
