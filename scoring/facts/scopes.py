"""The scopes of a supplier and what their sector asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.domain.facts import Criticality, Duty, NotApplicable, Requirement, ScopeFact
from scoring.facts.rows import Row
from suppliers.domain.terms import ScopeStage

WITHOUT_RECORDS = (
    "lot_acceptance",
    "parts_right",
    "on_time",
    "equipment",
    "metrology",
    "engineering",
    "first_pass",
    "references",
    "document_packs",
    "values_plausible",
)
"""Indicators of the model for which the product keeps no record yet: the profile does not ask for them. Records of
deliveries, lots and capability will take them off this list."""

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

    def at_site(self, site_id: int | None) -> tuple[str, ...]:
        """Keys of the scopes bought from a site; a key that matches nothing when we buy nothing there."""
        if not self.site_of or site_id is None:
            return ()
        return tuple(key for key, site in self.site_of.items() if site == site_id) or (f"site:{site_id}",)

    def among(self, site_id: int, scope_ids: Sequence[int]) -> tuple[str, ...]:
        """As `at_site`, narrowed to the scopes that were looked at where they were named."""
        here = self.at_site(site_id)
        named = tuple(key for key in here if key in {scope_key(one) for one in scope_ids})
        return named or here


def scope_key(scope_id: int) -> str:
    """The key of a stored scope in facts and snapshots."""
    return f"scope:{scope_id}"


def build_places(rows: Sequence[Row], requirements: dict[str, list[tuple[str, str]]]) -> Places:
    """All scopes that have a rating; a supplier without any is rated as a whole."""
    _, sector, criticality, *_ = rows[0]
    asked = tuple(Requirement(code, Duty(duty)) for code, duty in requirements.get(sector, ()))
    scopes: list[ScopeFact] = []
    site_of: dict[str, int] = {}
    main_site = None
    for _, _, _, scope_id, site_id, is_main, site, process, own_criticality, stage in rows:
        if scope_id is None or stage == ScopeStage.ENDED.value:
            continue
        key = scope_key(scope_id)
        active = stage == ScopeStage.ACTIVE.value
        label = f"{process}, {site}"
        scopes.append(
            ScopeFact(key, label, Criticality(own_criticality), asked, not_applicable=SET_ASIDE, active=active)
        )
        site_of[key] = site_id
        main_site = site_id if is_main else main_site
    if not scopes:
        whole = ScopeFact(NO_SCOPE_KEY, NO_SCOPE_LABEL, Criticality(criticality), asked, not_applicable=SET_ASIDE)
        scopes.append(whole)
    return Places(tuple(scopes), site_of, main_site)
