"""Certificates of a file recorded: new ones in bulk, corrections and renewals through their own services."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from certificates.imports.fields import DATES, TEXTS
from certificates.imports.papers import Paper
from certificates.models import Certificate, CertificationBody
from certificates.services import (
    CertificateData,
    CertificateError,
    Coverage,
    NewCertificate,
    certification_bodies,
    change_certificate,
    record_certificates,
    renew_certificate,
)
from common.records import Conflict
from common.text import fold
from imports.kinds import Context, Row
from suppliers.models import Site


def write(rows: Sequence[Row], context: Context) -> Mapping[str, int]:
    """Record new ones in bulk; corrections and renewals through their own services."""
    wanted = {row.number for row in rows}
    papers = [paper for paper in context.memory["papers"] if paper.first.number in wanted]
    before = CertificationBody.objects.count()
    bodies = certification_bodies([paper.told("body") for paper in papers], actor=context.actor, at=context.at)
    recorded = CertificationBody.objects.count() - before
    sites = Site.objects.in_bulk({pk for paper in papers for pk in paper.sites})
    new = [paper for paper in papers if paper.existing is None]
    certificates = record_certificates(
        [
            NewCertificate(paper.first.supplier_id or 0, _data(paper, bodies, sites), context.reason(*paper.rows))
            for paper in new
        ],
        actor=context.actor,
        at=context.at,
    )
    for paper, certificate in zip(new, certificates, strict=True):
        _note_record(paper, certificate)
    renewed = changed = 0
    for paper in papers:
        if paper.existing is not None and _follow(paper, _data(paper, bodies, sites), context):
            renewed, changed = renewed + paper.renews, changed + (not paper.renews)
    return {
        "certificates": len(new),
        "renewals": renewed,
        "corrected certificates": changed,
        "certification bodies": recorded,
    }


def _data(paper: Paper, bodies: Mapping[str, CertificationBody], sites: Mapping[int, Site]) -> CertificateData:
    """The paper as the services take it. A correction keeps what the file does not say; a renewal begins anew."""
    old = None if paper.renews else paper.existing
    days: dict[str, Any] = {key: paper.told(key) or getattr(old, key, None) for key in DATES}
    texts: dict[str, Any] = {key: paper.told(key) or getattr(old, key, "") for key in TEXTS}
    editions = {held.standard_id: held.edition for held in old.standards.all()} if old else {}
    covered = {row.site_id: Coverage(row.site, row.scope_text) for row in old.covered.all()} if old else {}
    for pk, scope in paper.sites.items():
        covered[pk] = Coverage(sites[pk], scope or (covered[pk].scope_text if pk in covered else ""))
    return CertificateData(
        body=bodies[fold(paper.told("body"))[:200]],
        number=old.number if old else paper.told("number"),
        editions=list((editions | paper.editions).values()),
        accreditation_body=paper.accreditation or (old.accreditation_body if old else None),
        sites=list(covered.values()),
        file=old.file if old else None,
        **texts,
        **days,
    )


def _follow(paper: Paper, data: CertificateData, context: Context) -> bool:
    """Correct or renew the record; False, with the rows refused, when it does not allow that any more."""
    old = paper.existing
    assert old is not None  # noqa: S101  (for the type checker)
    try:
        if paper.renews:
            new = renew_certificate(old, data, expected_version=old.version, actor=context.actor, at=context.at)
            _note_record(paper, new)
        else:
            change_certificate(
                old,
                data,
                expected_version=old.version,
                actor=context.actor,
                at=context.at,
                reason=context.reason(*paper.rows),
            )
    except (CertificateError, Conflict, ValidationError) as error:
        sentence = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        paper.refuse(sentence, "Open the certificate and compare it with the file.")
        return False
    return True


def _note_record(paper: Paper, certificate: Certificate) -> None:
    for row in paper.rows:
        row.record_id = certificate.pk
