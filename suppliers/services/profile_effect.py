"""What a change of the profiles would do, judged before it is saved: the same rules, the same judgement, one pass.

Five statements for any number of suppliers: the rules, the scopes, the suppliers without any, and the records that
answer what was and what would be asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from suppliers.domain.profiles.rules import Asked, Place, Profile, Rule, resolve
from suppliers.domain.profiles.standing import judge, shown_on
from suppliers.domain.profiles.terms import RequirementKind, Shown
from suppliers.models import Scope, SupplierQuerySet
from suppliers.profile_evidence import PlacedEvidence, read_evidence
from suppliers.profile_selectors import rules_on
from suppliers.services.profiles import suppliers_under

UNMET = frozenset({Shown.MISSING, Shown.LAPSED, Shown.OVERDUE})
CHUNK = 2000


@dataclass(frozen=True)
class Effect:
    """How many scopes, of how many suppliers, would be asked for something else, and how many of them change sides.

    `spoken_of` counts all scopes that the rule speaks of: where another rule asks for more already, nothing changes.
    `is_judged` is False for needed clauses: whether a certificate excludes them shows after the change.
    """

    scopes: int
    suppliers: int
    become_unmet: int
    become_met: int
    spoken_of: int
    is_judged: bool


@dataclass(frozen=True, slots=True)
class _Where:
    """A scope (or a supplier without any) and what the rules look at."""

    supplier: int
    scope: int | None
    site: int | None
    place: Place


def effect_of(before: Rule | None, after: Rule | None, on: date, today: date) -> Effect:
    """What it does on day `on` that `after` takes the place of `before`; either may be None. Judged by today's records.

    A supplier of which no process is recorded counts as one scope.
    """
    kept = [rule for rule in rules_on(on) if before is None or rule.pk != before.pk]
    was, would = [*kept, *([before] if before else [])], [*kept, *([after] if after else [])]
    touched = [rule for rule in (before, after) if rule is not None]
    suppliers = suppliers_under(touched).filter(archived_at=None)
    subjects = {(rule.kind, rule.subject) for rule in touched}
    judges = [_Judge(kind, subject, was, would, suppliers, on, today) for kind, subject in sorted(subjects)]
    spoken = [where for where in _places(suppliers) if any(rule.matches(where.place) for rule in touched)]
    changed = [where for where in spoken if any(each.changes(where.place) for each in judges)]
    turns = [{each.turn(where) for each in judges} for where in changed]
    return Effect(
        scopes=len(changed),
        suppliers=len({where.supplier for where in changed}),
        become_unmet=sum(1 in turn for turn in turns),
        become_met=sum(1 not in turn and -1 in turn for turn in turns),
        spoken_of=len(spoken),
        is_judged=all(each.kind is not RequirementKind.CLAUSES for each in judges),
    )


class _Judge:
    """One requirement before and after the change."""

    def __init__(
        self,
        kind: RequirementKind,
        subject: str,
        was: Sequence[Rule],
        would: Sequence[Rule],
        suppliers: SupplierQuerySet,
        on: date,
        today: date,
    ) -> None:
        self.kind = kind
        self.rules = [[one for one in rules if (one.kind, one.subject) == (kind, subject)] for rules in (was, would)]
        self.evidence = read_evidence(kind, subject, suppliers, today)
        self.on = on
        self.today = today
        self._asked: dict[Place, tuple[Profile, Profile]] = {}

    def asked(self, place: Place) -> tuple[Profile, Profile]:
        """What is asked of a place, and what would be."""
        if place not in self._asked:
            was, would = (resolve(rules, place, self.on) for rules in self.rules)
            self._asked[place] = (was, would)
        return self._asked[place]

    def changes(self, place: Place) -> bool:
        """Whether something else is asked for, whichever rule says it."""
        was, would = self.asked(place)
        return _meaning(was) != _meaning(would)

    def turn(self, where: _Where) -> int:
        """1: becomes unmet; -1: no longer unmet; 0: neither."""
        was, would = (self._is_unmet(profile, where) for profile in self.asked(where.place))
        return int(would) - int(was)

    def _is_unmet(self, profile: Profile, where: _Where) -> bool:
        if not profile.asked:
            return False
        (asked,) = profile.asked
        there = [one.evidence for one in self.evidence.get(where.supplier, ()) if _counts(one, where)]
        judged = judge(asked, there, self.today, self.today)
        return shown_on(judged.standing, self.kind, judged.due_on, self.today) in UNMET


def _meaning(profile: Profile) -> tuple[object, ...]:
    return profile.clauses, tuple(_words(one) for one in profile.asked)


def _words(asked: Asked) -> tuple[object, ...]:
    return asked.key, asked.duty, asked.months, asked.audit_type


def _counts(one: PlacedEvidence, where: _Where) -> bool:
    """Whether a record counts for a scope; for a supplier without scopes everything of it does."""
    if where.scope is None:
        return True
    return one.scope == where.scope if one.scope is not None else one.site in (None, where.site)


def _places(suppliers: SupplierQuerySet) -> Iterator[_Where]:
    columns = ("supplier_id", "pk", "site_id", "supplier__sector", "process_id", "process__is_special", "criticality")
    scopes = Scope.objects.rated().filter(supplier__in=suppliers.values("pk")).order_by()
    for supplier, pk, site, sector, process, special, criticality in scopes.values_list(*columns).iterator(CHUNK):
        yield _Where(supplier, pk, site, Place(sector, process, special, criticality))
    whole = suppliers.exclude(pk__in=Scope.objects.rated().values("supplier")).order_by()
    for supplier, sector, criticality in whole.values_list("pk", "sector", "criticality").iterator(CHUNK):
        yield _Where(supplier, None, None, Place(sector, None, False, criticality))
