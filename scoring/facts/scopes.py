"""The scopes of a supplier and what their profile asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.domain.facts import Criticality, Duty, NotApplicable, Requirement, ScopeFact
from scoring.facts.asking import Asking
from scoring.facts.rows import Row
from suppliers.domain.profiles.rules import Place, Profile
from suppliers.domain.terms import ScopeStage

WITHOUT_RECORDS = (
    "document_packs",
    "values_plausible",
)
"""Indicators of the model for which the product keeps no record yet: the profile does not ask for them. Records of
lot documents will take them off this list."""

REASON = "No record of this can be kept here yet, so it is not asked for"
SET_ASIDE = tuple(NotApplicable(key, REASON) for key in WITHOUT_RECORDS)

NO_SCOPE_KEY = "supplier"
NO_SCOPE_LABEL = "The supplier as a whole (no process recorded yet)"


@dataclass(frozen=True)
class Places:
    """The scopes with the site of each: says for which scopes something seen at a site is true."""

    scopes: tuple[ScopeFact, ...]
    site_of: dict[str, int]
    main_site: int | None
    profiles: dict[str, Profile]
    scope_of: dict[str, int]
    process_of: dict[str, int]

    def at_site(self, site_id: int | None) -> tuple[str, ...]:
        """Keys of the scopes bought from a site; a key that matches nothing when we buy nothing there."""
        if not self.site_of or site_id is None:
            return ()
        return tuple(key for key, site in self.site_of.items() if site == site_id) or (f"site:{site_id}",)

    def of(self, site_id: int | None, scope_id: int | None) -> tuple[str, ...]:
        """Keys for a record that names its scope, or its site, or neither; an ended scope is nobody's any more."""
        if scope_id is not None and self.site_of:
            return (scope_key(scope_id),)
        return self.at_site(site_id)

    def among(self, site_id: int, scope_ids: Sequence[int]) -> tuple[str, ...]:
        """As `at_site`, narrowed to the scopes that were looked at where they were named."""
        here = self.at_site(site_id)
        named = tuple(key for key in here if key in {scope_key(one) for one in scope_ids})
        return named or here


def scope_key(scope_id: int) -> str:
    """The key of a stored scope in facts and snapshots."""
    return f"scope:{scope_id}"


def build_places(rows: Sequence[Row], asking: Asking) -> Places:
    """All scopes that have a rating; a supplier without any is rated as a whole."""
    _, sector, criticality, *_ = rows[0]
    scopes: list[ScopeFact] = []
    site_of: dict[str, int] = {}
    profiles: dict[str, Profile] = {}
    scope_of: dict[str, int] = {}
    process_of: dict[str, int] = {}
    main_site = None
    for _, _, _, scope_id, site_id, is_main, site, process, own_criticality, stage, process_id, special, _ in rows:
        if scope_id is None or stage == ScopeStage.ENDED.value:
            continue
        key = scope_key(scope_id)
        profiles[key] = asking.profile(Place(sector, process_id, special, own_criticality))
        active = stage == ScopeStage.ACTIVE.value
        scopes.append(_scope(key, f"{process}, {site}", own_criticality, profiles[key], active))
        site_of[key], scope_of[key], process_of[key] = site_id, scope_id, process_id
        main_site = site_id if is_main else main_site
    if not scopes:
        profiles[NO_SCOPE_KEY] = asking.profile(Place(sector, None, False, criticality))
        scopes.append(_scope(NO_SCOPE_KEY, NO_SCOPE_LABEL, criticality, profiles[NO_SCOPE_KEY], True))
    return Places(tuple(scopes), site_of, main_site, profiles, scope_of, process_of)


def _scope(key: str, label: str, criticality: str, profile: Profile, active: bool) -> ScopeFact:
    asked = tuple(Requirement(one.subject, Duty(one.duty.value)) for one in profile.standards)
    return ScopeFact(key, label, Criticality(criticality), asked, profile.clauses, SET_ASIDE, active)
