"""What is asked of a scope, item by item, beside what is on record: the facts of the rating once more, as a list.

Read from the same facts on the same day as the rating, so that list and rating never disagree.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from common.days import NO_DAY
from scoring.domain.caps import STATE_WORDS, VERIFICATION_WORDS
from scoring.domain.facts import CertificateFact, CertificateState, EditionState, Fit, Verification
from standards.domain.duty import Duty
from suppliers.domain.profiles.rules import Asked, Profile
from suppliers.domain.profiles.standing import Evidence, Judgement, answers, judge
from suppliers.domain.profiles.terms import AuditType, RequirementKind, ReviewState, Standing

ADVERSE_STATES = frozenset({CertificateState.EXPIRED, CertificateState.SUSPENDED, CertificateState.WITHDRAWN})
ADVERSE_WORDS = frozenset({Verification.MISMATCH, Verification.CONTRADICTED})


@dataclass(frozen=True, slots=True)
class WaiverFact:
    """A waiver that two people agreed on; `scope` None: for all scopes. Counts from `confirmed_on` to `until`."""

    pk: int
    key: str
    scope: int | None
    confirmed_on: date
    until: date
    withdrawn_on: date | None

    def counts_on(self, day: date) -> bool:
        """Whether it holds on a day."""
        ended = self.withdrawn_on is not None and day >= self.withdrawn_on
        return self.confirmed_on <= day <= self.until and not ended


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A document that a supplier sent, as it stands now; what was known of it on a day, its dates say."""

    pk: int
    kind: str
    scope: int | None
    site: int | None
    state: ReviewState
    received_on: date
    issued_on: date | None
    valid_until: date | None
    reviewed_on: date | None
    superseded_on: date | None

    def state_on(self, day: date) -> ReviewState | None:
        """How it stood on a day; None when it was not there yet, or something newer had taken its place."""
        if self.received_on > day or (self.superseded_on is not None and self.superseded_on <= day):
            return None
        return self.state if self.reviewed_on is not None and self.reviewed_on <= day else ReviewState.RECEIVED


@dataclass(frozen=True, slots=True)
class AuditFact:
    """A completed audit, for the scopes it counts for (`scopes` empty: for every scope)."""

    pk: int
    type: AuditType
    checklist: str
    on: date
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement of one scope and how it stands. `due_on`: when it ends, or since when it is due.

    `note` says in words what stands in the way, about `record`; `rules` are the profile rules behind it.
    """

    kind: RequirementKind
    subject: str
    name: str
    duty: Duty
    months: int | None
    audit_type: AuditType | None
    standing: Standing
    due_on: date
    record: str
    note: str
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What is known of one scope: what was sent, seen and excused there, and since when the supplier is known."""

    scope_key: str
    scope: int | None
    label: str
    process: int | None
    criticality: str
    profile: Profile
    certificates: Sequence[CertificateFact]
    documents: Sequence[DocumentFact]
    audits: Sequence[AuditFact]
    waived: frozenset[str]
    waived_until: dict[str, date]
    known_since: date


def adverse(key: str, certificates: Iterable[CertificateFact], documents: Iterable[DocumentFact], on: date) -> bool:
    """Whether something adverse is known of a requirement: then no waiver takes it out (docs/scoring.md)."""
    kind, _, subject = key.partition(":")
    if kind == RequirementKind.STANDARD.value:
        mine = [one for one in certificates if one.standard == subject]
        return any(one.state in ADVERSE_STATES or one.verification in ADVERSE_WORDS for one in mine)
    if kind == RequirementKind.DOCUMENT.value:
        return any(one.kind == subject and one.state_on(on) is ReviewState.REJECTED for one in documents)
    return False


def items_of(known: OnRecord, on: date) -> tuple[Item, ...]:
    """Every requirement of a scope with its standing, and each needed clause that can be judged."""
    found = [_item(asked, known, on) for asked in known.profile.asked]
    return (*found, *_clauses(known))


def _item(asked: Asked, known: OnRecord, on: date) -> Item:
    if asked.key in known.waived:
        return _of(asked, Judgement(Standing.WAIVED, known.waived_until[asked.key]), "")
    since = max(asked.since, known.known_since)
    judged = judge(asked, _evidence(asked, known, on), since, on)
    record, note = _reason(asked, judged, known, on)
    return _of(asked, Judgement(judged.standing, judged.due_on, record), note)


def _of(asked: Asked, judged: Judgement, note: str) -> Item:
    return Item(
        asked.kind,
        asked.subject,
        asked.name,
        asked.duty,
        asked.months,
        asked.audit_type,
        judged.standing,
        judged.due_on,
        judged.record,
        note,
        asked.rules,
    )


def _evidence(asked: Asked, known: OnRecord, on: date) -> Iterator[Evidence]:
    if asked.kind is RequirementKind.STANDARD:
        for paper in _of_standard(asked.subject, known):
            if not _unfit(paper):
                confirmed = paper.verification is Verification.CONFIRMED
                yield Evidence(paper.record, until=paper.expires_on, is_confirmed=confirmed)
    elif asked.kind is RequirementKind.DOCUMENT:
        for sent in known.documents:
            state = sent.state_on(on) if sent.kind == asked.subject else None
            if state in (ReviewState.RECEIVED, ReviewState.ACCEPTED):
                day = sent.issued_on or sent.received_on
                yield Evidence(f"document:{sent.pk}", day, sent.valid_until, state is ReviewState.ACCEPTED)
    else:
        for audit in known.audits:
            yield audit_evidence(audit)


def audit_evidence(audit: AuditFact) -> Evidence:
    """A completed audit as an answer to what is asked."""
    return Evidence(f"audit:{audit.pk}", audit.on, audit_type=audit.type, checklist=audit.checklist)


def _of_standard(code: str, known: OnRecord) -> list[CertificateFact]:
    return [one for one in known.certificates if one.standard == code]


def _unfit(paper: CertificateFact) -> str:
    """Why a certificate answers nothing here; empty when it does. One that has lapsed answered until its last day."""
    if paper.verification is Verification.CONTRADICTED:
        return f"was contradicted ({paper.mismatch})" if paper.mismatch else "was contradicted"
    if paper.state not in (CertificateState.ACTIVE, CertificateState.EXPIRED):
        return STATE_WORDS[paper.state]
    if paper.scope_fit is Fit.OTHER:
        return "does not cover what we buy here"
    if paper.site_fit is Fit.OTHER:
        return "does not list this site"
    return "is to an edition that no longer counts" if paper.edition is EditionState.PAST else ""


def _reason(asked: Asked, judged: Judgement, known: OnRecord, on: date) -> tuple[str, str]:
    """The record that a person should look at, and what stands in the way, in words."""
    if asked.kind is RequirementKind.STANDARD:
        return _paper_reason(asked, judged, known)
    if judged.standing is Standing.UNVERIFIED:
        return judged.record, "was sent and waits for its review"
    if judged.standing is not Standing.MISSING:
        return judged.record, ""
    if asked.kind is RequirementKind.DOCUMENT:
        rejected = [one for one in known.documents if one.kind == asked.subject]
        rejected = [one for one in rejected if one.state_on(on) is ReviewState.REJECTED]
        return (f"document:{rejected[-1].pk}", "was rejected") if rejected else ("", "")
    weaker = [one for one in known.audits if not answers(asked, audit_evidence(one))]
    last = max(weaker, key=lambda one: (one.on, one.pk), default=None)
    return (f"audit:{last.pk}", "is not what is asked for") if last else ("", "")


def _paper_reason(asked: Asked, judged: Judgement, known: OnRecord) -> tuple[str, str]:
    papers = {one.record: one for one in _of_standard(asked.subject, known)}
    if judged.standing is Standing.UNVERIFIED:
        return judged.record, VERIFICATION_WORDS[papers[judged.record].verification]
    if judged.standing is Standing.MISSING and papers:
        record = max(papers)
        return record, _unfit(papers[record])
    return judged.record, ""


def _clauses(known: OnRecord) -> Iterator[Item]:
    """Needed clauses, where there is a certificate that could exclude them."""
    asked = {one.subject for one in known.profile.standards}
    papers = [one for one in known.certificates if one.standard in asked and not _unfit(one)]
    if not papers:
        return
    for clause in known.profile.clauses:
        excluding = [one.record for one in papers if clause in one.excluded_clauses]
        standing = Standing.MISSING if excluding else Standing.HELD
        yield Item(
            kind=RequirementKind.CLAUSES,
            subject=clause,
            name=f"Clause {clause}",
            duty=Duty.EXPECTED,
            months=None,
            audit_type=None,
            standing=standing,
            due_on=known.known_since if excluding else NO_DAY,
            record=min(excluding, default=""),
            note="excludes a clause that our parts need" if excluding else "",
            rules=known.profile.needed[clause],
        )
