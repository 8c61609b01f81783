"""The vocabulary in which the stories are told: each word is a service call, dated."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from certificates.domain.state import EventKind
from certificates.domain.verification import Check, CheckResult, Method, Outcome
from certificates.models import AccreditationBody, Certificate
from certificates.services import (
    CertificateData,
    CheckAnswer,
    Coverage,
    VerificationData,
    certification_body,
    record_certificate,
    record_event,
    record_verification,
    renew_certificate,
)
from sample.people import People
from sample.timeline import Later, Moment, Timeline
from standards.domain.duty import Sector
from standards.models import Edition
from suppliers.domain.status import NEXT
from suppliers.domain.terms import Criticality, ScopeStage, Status
from suppliers.models import Process, Scope, Site, Supplier
from suppliers.services import (
    SiteDetails,
    add_alias,
    add_contact,
    add_scope,
    add_site,
    archive_supplier,
    change_status,
    create_supplier,
    restrict_supplier,
)

EVERY = 170
"""Days after which a confirmed certificate is looked up again: before it falls due."""


@dataclass(frozen=True)
class Bought:
    """A supplier of a story with its first site and what is bought there."""

    supplier: Supplier
    site: Site
    scopes: dict[str, Scope]


def _bought(supplier: Supplier, site: Site, processes: Iterable[str], moment: Moment, **scope: Any) -> Bought:
    """What its owner notes as bought at a site of the supplier."""
    scopes = {
        code: add_scope(
            supplier, site=site, process=Process.objects.get(code=code), actor=supplier.owner, at=moment.at, **scope
        )
        for code in processes
    }
    return Bought(supplier, site, scopes)


@dataclass
class Company:
    """The sample company: its people and its timeline."""

    people: People
    time: Timeline

    def supplier(
        self,
        name: str,
        *processes: str,
        country: str,
        city: str,
        street: str = "",
        postal_code: str = "",
        local: str = "",
        sector: Sector = Sector.GENERAL_INDUSTRY,
        criticality: Criticality = Criticality.MAJOR,
        owner: User | None = None,
        number: str = "",
        stage: ScopeStage = ScopeStage.ACTIVE,
        contact: str = "",
        ago: int = 380,
    ) -> Later[Bought]:
        """A supplier is logged, with a site and the processes bought there."""
        owner = owner or self.people.marta

        def happen(moment: Moment) -> Bought:
            supplier = create_supplier(
                actor=owner,
                legal_name=name,
                country=country,
                details={"local_name": local, "sector": sector, "criticality": criticality},
                own_number=number,
                site={"name": city, "city": city, "street": street, "postal_code": postal_code},
                at=moment.at,
            )
            site = supplier.sites.get()
            if contact:
                email = f"quality@{supplier.pk}.supplier.example"
                add_contact(supplier, name=contact, function="Quality manager", email=email, actor=owner, at=moment.at)
            return _bought(supplier, site, processes, moment, criticality=criticality, stage=stage)

        return self.time.on(ago, happen)

    def second_site(
        self, of: Later[Bought], city: str, *processes: str, ago: int, postal_code: str = ""
    ) -> Later[Bought]:
        """The same supplier, another site, and what is bought there."""

        def happen(moment: Moment) -> Bought:
            supplier = of.it.supplier
            where = SiteDetails(name=city, city=city, postal_code=postal_code)
            site = add_site(supplier, where, actor=supplier.owner, at=moment.at)
            return _bought(supplier, site, processes, moment, criticality=supplier.criticality)

        return self.time.on(ago, happen)

    def also_known_as(self, of: Later[Bought], *names: str, ago: int) -> None:
        """Other names under which the supplier is found."""

        def happen(moment: Moment) -> None:
            for name in names:
                add_alias(of.it.supplier, name, actor=of.it.supplier.owner, at=moment.at)

        self.time.on(ago, happen)

    def status(self, of: Later[Bought], to: Status, reason: str, *, ago: int, by: User | None = None) -> None:
        """Somebody who may moves the supplier, by way of the evaluation where that comes before."""
        actor = by or self.people.helen

        def happen(moment: Moment) -> None:
            supplier = Supplier.objects.get(pk=of.it.supplier.pk)
            now = Status(supplier.status)
            if to not in NEXT[now]:
                step = Status.UNDER_EVALUATION
                text = "Evaluation begun."
                change_status(supplier, step, expected=now, actor=actor, reason=text, at=moment.at)
                now = step
            change_status(supplier, to, expected=now, actor=actor, reason=reason, at=moment.at)

        self.time.on(ago, happen)

    def restrict(self, of: Later[Bought], reason: str, *, ago: int) -> None:
        """Only a team sees the supplier from now on."""

        def happen(moment: Moment) -> None:
            supplier = Supplier.objects.get(pk=of.it.supplier.pk)
            restrict_supplier(
                supplier,
                team=self.people.defence,
                expected_version=supplier.version,
                actor=self.people.helen,
                reason=reason,
                at=moment.at,
            )

        self.time.on(ago, happen)

    def archive(self, of: Later[Bought], reason: str, *, ago: int) -> None:
        """The supplier leaves the lists; its evidence stays."""
        actor = self.people.helen
        self.time.on(ago, lambda m: archive_supplier(of.it.supplier, actor=actor, reason=reason, at=m.at))

    def certificate(
        self,
        of: Later[Bought],
        *editions: str,
        number: str,
        scope: str,
        issued: int,
        expires: int | None,
        body: str = "Rheinland Cert",
        accreditation: str | None = "DAkkS",
        holder: str = "",
        address: str = "",
        exclusions: str = "",
        ago: int | None = None,
        names_sites: bool = True,
    ) -> Later[Certificate]:
        """A certificate is recorded as printed. `issued` and `expires` are days ago; negative: days ahead."""

        def happen(moment: Moment) -> Certificate:
            data = self._paper(of.it, editions, number, scope, issued, expires, body, accreditation, moment)
            changed = {
                "holder": holder or data.holder,
                "address": address or data.address,
                "exclusions": exclusions,
                "sites": data.sites if names_sites else (),
            }
            data = CertificateData(**{**_fields(data), **changed})
            return record_certificate(of.it.supplier, data, actor=of.it.supplier.owner, at=moment.at)

        return self.time.on(370 if ago is None else ago, happen)

    def renewal(
        self,
        of: Later[Bought],
        old: Later[Certificate],
        *editions: str,
        number: str,
        issued: int,
        expires: int,
        ago: int,
    ) -> Later[Certificate]:
        """The successor of a certificate arrives."""

        def happen(moment: Moment) -> Certificate:
            before = Certificate.objects.get(pk=old.it.pk)
            agency = before.accreditation_body.abbreviation if before.accreditation_body else None
            data = self._paper(
                of.it, editions, number, before.scope_text, issued, expires, before.body.name, agency, moment
            )
            return renew_certificate(
                before, data, expected_version=before.version, actor=of.it.supplier.owner, at=moment.at
            )

        return self.time.on(ago, happen)

    def _paper(
        self,
        bought: Bought,
        editions: tuple[str, ...],
        number: str,
        scope: str,
        issued: int,
        expires: int | None,
        body: str,
        accreditation: str | None,
        moment: Moment,
    ) -> CertificateData:
        agency = AccreditationBody.objects.get(abbreviation=accreditation) if accreditation else None
        return CertificateData(
            body=certification_body(body, actor=bought.supplier.owner, at=moment.at),
            number=number,
            holder=bought.supplier.legal_name,
            editions=[_edition(text) for text in editions],
            address=bought.site.address,
            accreditation_body=agency,
            scope_text=scope,
            issued_on=self.time.day(issued),
            valid_from=self.time.day(issued),
            expires_on=None if expires is None else self.time.day(expires),
            sites=[Coverage(bought.site)],
        )

    def verified(
        self,
        certificate: Later[Certificate],
        *,
        ago: int,
        outcome: Outcome = Outcome.CONFIRMED,
        differs: dict[Check, str] | None = None,
        not_covered: tuple[str, ...] = (),
        by: User | None = None,
        source: str = "Public register of the certification body",
        proof: str = "Looked up by number; the entry was open to everybody.",
        again_until: int | None = 0,
    ) -> None:
        """Somebody looks the certificate up. `differs` names what did not match, `not_covered` the processes.

        What was confirmed is looked up again as often as it falls due, up to `again_until` days ago (None: never).
        """
        if again_until is not None and outcome is Outcome.CONFIRMED and ago - EVERY >= again_until:
            self.verified(certificate, ago=ago - EVERY, not_covered=not_covered, by=by, again_until=again_until)
        actor = by or self.people.ines
        method = Method.REGISTER

        def happen(moment: Moment) -> None:
            row = Certificate.objects.get(pk=certificate.it.pk)
            data = VerificationData(
                method=method,
                outcome=outcome,
                checked_on=moment.day,
                source=source,
                answers=_answers(row, outcome, differs or {}, not_covered),
                proof_text=proof,
            )
            record_verification(row, data, actor=actor, at=moment.at)

        self.time.on(ago, happen)

    def body_said(self, certificate: Later[Certificate], kind: EventKind, *, ago: int, note: str = "") -> None:
        """The certification body did something with the certificate."""
        actor = self.people.ines
        self.time.on(ago, lambda m: record_event(certificate.it, kind, m.day, actor=actor, at=m.at, note=note))


def _fields(data: CertificateData) -> dict[str, Any]:
    return {name: getattr(data, name) for name in CertificateData.__dataclass_fields__}


def _edition(text: str) -> Edition:
    standard, _, code = text.rpartition(":")
    return Edition.objects.get(standard__code=standard, code=code)


def _answers(
    row: Certificate, outcome: Outcome, differs: dict[Check, str], not_covered: tuple[str, ...]
) -> list[CheckAnswer]:
    if outcome in (Outcome.NOT_FOUND, Outcome.UNREACHABLE):
        return []
    denied = outcome is Outcome.SUSPENDED_OR_WITHDRAWN
    single = [Check.ACTIVE, Check.NUMBER, Check.HOLDER, Check.ADDRESS]
    if row.accreditation_body_id or Check.ACCREDITATION in differs:
        single.append(Check.ACCREDITATION)
    answers = [
        CheckAnswer(
            check,
            CheckResult.MISMATCH if check in differs or (denied and check is Check.ACTIVE) else CheckResult.MATCH,
            note=differs.get(check, ""),
        )
        for check in single
    ]
    for scope in Scope.objects.filter(supplier_id=row.supplier_id).rated().select_related("process"):
        result = CheckResult.MISMATCH if scope.process.code in not_covered else CheckResult.MATCH
        answers.append(CheckAnswer(Check.SCOPE, result, scope))
    return answers
