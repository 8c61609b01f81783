"""Bodies of requests about certificates, and how they become the fields of the pages' forms."""

from collections.abc import Iterable, Mapping
from typing import Any

from certificates.domain.verification import Check
from certificates.forms import CertificateForm, VerificationForm
from certificates.forms.certificate import EDITIONS
from certificates.forms.verification import note_name, result_name
from certificates.labels import outcome_choices, result_choices
from certificates.selectors import Comparison
from common.api.fields import LARGEST_ID, body_of, object_of
from common.api.problems import FieldError, invalid
from common.api.shapes import Schema
from suppliers.models import Site

ID = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
FILE = {"type": ["integer", "null"], "minimum": 1, "maximum": LARGEST_ID, "description": "Of an uploaded file."}
SITE = object_of({"site": ID, "scope_text": {"type": "string", "maxLength": 4000}}, ["site"])
EDITION_LIST = {"type": "array", "items": ID, "minItems": 1, "maxItems": len(EDITIONS)}
CERTIFICATE: Schema = body_of(
    CertificateForm,
    leave_out=[*EDITIONS, "upload", "kept_file"],
    extra={"editions": EDITION_LIST, "sites": {"type": "array", "items": SITE, "maxItems": 500}, "file": FILE},
    required=["editions"],
)
CERTIFICATE_NAMES = {"edition": "editions", "site_": "sites", "kept_file": "file"}

CHECK = object_of(
    {
        "check": {"type": "string", "enum": [check.value for check in Check]},
        "scope": {"type": ["integer", "null"], "minimum": 1, "maximum": LARGEST_ID},
        "result": {"type": "string", "enum": [value for value, _ in result_choices()]},
        "note": {"type": "string", "maxLength": 300},
    },
    ["check", "result"],
)
VERIFICATION: Schema = body_of(
    VerificationForm,
    leave_out=["proof_upload", "kept_proof"],
    extra={
        "outcome": {"type": "string", "enum": [value for value, _ in outcome_choices()]},
        "checks": {"type": "array", "items": CHECK, "maxItems": 500},
        "proof_file": FILE,
    },
    required=["checks"],
    optional=["method", "checked_on"],
)
VERIFICATION_NAMES = {"check_": "checks", "note_check": "checks", "kept_proof": "proof_file"}


def certificate_values(sent: Mapping[str, Any], sites: Iterable[Site]) -> dict[str, Any]:
    """The body as fields of the form; a list that is sent replaces the one on record. Raises Problem (422)."""
    values = {name: value for name, value in sent.items() if name not in ("editions", "sites", "file")}
    if "editions" in sent:
        padded = [*sent["editions"], *[None] * len(EDITIONS)]
        values |= dict(zip(EDITIONS, padded, strict=False))
    if "file" in sent:
        values["kept_file"] = sent["file"]
    return values | (_site_values(sent["sites"], sites) if "sites" in sent else {})


def _site_values(named: list[dict[str, Any]], sites: Iterable[Site]) -> dict[str, Any]:
    known = {site.pk for site in sites}
    for number, row in enumerate(named):
        if row["site"] not in known:
            sentence = "This site belongs to another supplier."
            raise invalid([FieldError("sites", sentence, f"#/sites/{number}/site")])
    texts = {row["site"]: row.get("scope_text", "") for row in named}
    values: dict[str, Any] = {f"site_{pk}": pk in texts for pk in known}
    return values | {f"site_scope_{pk}": texts.get(pk) or None for pk in known}


def verification_values(sent: Mapping[str, Any], comparisons: Iterable[Comparison]) -> dict[str, Any]:
    """The body as fields of the form. Raises Problem (422) for a check that is not asked or is answered twice."""
    values = {name: value for name, value in sent.items() if name not in ("checks", "proof_file")}
    values["kept_proof"] = sent.get("proof_file")
    asked = {(row.check.value, row.scope.pk if row.scope else None): row for row in comparisons}
    for number, answer in enumerate(sent["checks"]):
        row = asked.pop((answer["check"], answer.get("scope")), None)
        if row is None:
            sentence = "This is not compared here, or it is answered twice. `comparisons` of the certificate names all."
            raise invalid([FieldError("checks", sentence, f"#/checks/{number}")])
        values |= {result_name(row): answer["result"], note_name(row): answer.get("note") or None}
    return values
