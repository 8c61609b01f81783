"""Which rules speak of a scope, and what they ask together: of all that match, the most demanding of each wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from standards.domain.duty import Duty
from suppliers.domain.profiles.terms import AuditType, RequirementKind
from suppliers.domain.terms import Criticality

_WEIGHT = {criticality.value: -rank for rank, criticality in enumerate(Criticality)}
_KINDS = list(RequirementKind)


@dataclass(frozen=True, slots=True)
class Place:
    """What a rule looks at: a scope, or a supplier of which no process is recorded yet (`process` None)."""

    sector: str
    process: int | None
    is_special: bool
    criticality: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the profiles. An empty condition means any; a criticality means this one or a higher one.

    `subject` is the standard's or document kind's code, or the checklist of an audit (empty: any). `months` is how long
    a document is good for, or the interval of an audit. Holds from `valid_from` until the day before `ended_on`.
    """

    pk: int
    kind: RequirementKind
    valid_from: date
    subject: str = ""
    name: str = ""
    duty: Duty = Duty.EXPECTED
    months: int | None = None
    audit_type: AuditType | None = None
    clauses: tuple[str, ...] = ()
    sector: str = ""
    process: int | None = None
    special_only: bool = False
    criticality: str = ""
    ended_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.valid_from <= day and (self.ended_on is None or day < self.ended_on)

    def matches(self, place: Place) -> bool:
        """Whether the rule speaks of this place."""
        return (
            self.sector in ("", place.sector)
            and self.process in (None, place.process)
            and (place.is_special or not self.special_only)
            and (not self.criticality or _WEIGHT[place.criticality] >= _WEIGHT[self.criticality])
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement of one scope after all rules were heard; `rules` are those it comes from, the deciding ones first.

    `since` is the first day on which it was asked for by a rule that still asks.
    """

    kind: RequirementKind
    subject: str
    name: str
    duty: Duty
    months: int | None
    audit_type: AuditType | None
    rules: tuple[int, ...]
    since: date

    @property
    def key(self) -> str:
        """Names the requirement across rules and time: `standard:ISO 9001`."""
        return requirement_key(self.kind, self.subject)


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is asked of a scope; `needed` maps a clause that no certificate may exclude to the rules that say so."""

    asked: tuple[Asked, ...] = ()
    needed: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def standards(self) -> tuple[Asked, ...]:
        """The standards asked for, by code."""
        return tuple(one for one in self.asked if one.kind is RequirementKind.STANDARD)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The needed clauses in their order."""
        return tuple(sorted(self.needed, key=clause_order))

    def find(self, key: str) -> Asked | None:
        """The requirement of this key, if it is asked."""
        return next((one for one in self.asked if one.key == key), None)


def requirement_key(kind: RequirementKind | str, subject: str) -> str:
    """The key of a requirement: `standard:ISO 9001`, `document:quality-agreement`, `audit:` for any checklist."""
    return f"{RequirementKind(kind).value}:{subject}"


def resolve(rules: Iterable[Rule], place: Place, day: date) -> Profile:
    """What the rules in force on a day ask of a place."""
    by_key: dict[tuple[int, str], list[Rule]] = {}
    needed: dict[str, tuple[int, ...]] = {}
    for rule in rules:
        if not rule.holds_on(day) or not rule.matches(place):
            continue
        if rule.kind is RequirementKind.CLAUSES:
            for clause in rule.clauses:
                needed[clause] = (*needed.get(clause, ()), rule.pk)
        else:
            by_key.setdefault((_KINDS.index(rule.kind), rule.subject), []).append(rule)
    return Profile(tuple(_most_demanding(found) for _, found in sorted(by_key.items())), needed)


def _most_demanding(rules: Sequence[Rule]) -> Asked:
    """Each part by itself: mandatory over expected, the shorter interval, the stronger audit."""
    duty = Duty.MANDATORY if any(rule.duty is Duty.MANDATORY for rule in rules) else Duty.EXPECTED
    months = min((rule.months for rule in rules if rule.months is not None), default=None)
    types = [rule.audit_type for rule in rules if rule.audit_type is not None]
    strongest = min(types, key=list(AuditType).index, default=None)

    def decides(rule: Rule) -> int:
        return -((rule.duty is duty) + (rule.months == months) + (rule.audit_type is strongest))

    ordered = sorted(rules, key=lambda rule: (decides(rule), rule.pk))
    first = ordered[0]
    since = min(rule.valid_from for rule in rules)
    return Asked(
        first.kind, first.subject, first.name, duty, months, strongest, tuple(rule.pk for rule in ordered), since
    )


def clause_order(clause: str) -> tuple[int, ...]:
    """Sorts 8.10 behind 8.9."""
    return tuple(int(part) for part in clause.split("."))
