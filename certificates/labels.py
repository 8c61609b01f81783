"""The words for states, checks and outcomes of certificates."""

from certificates.domain.assurance import Standing
from certificates.domain.reminders import ReminderKind
from certificates.domain.state import CertificateState, EventKind
from certificates.domain.verification import Breach, Check, CheckResult, DueBreach, Method, Outcome

STATE_LABELS: dict[CertificateState, str] = {
    CertificateState.NOT_YET_VALID: "Not yet valid",
    CertificateState.VALID: "Valid",
    CertificateState.EXPIRING: "Expiring",
    CertificateState.NO_EXPIRY: "No expiry printed",
    CertificateState.RENEWAL_CONFIRMED: "Renewal confirmed by the body",
    CertificateState.LAPSED: "Lapsed",
    CertificateState.SUSPENDED: "Suspended",
    CertificateState.WITHDRAWN: "Withdrawn",
    CertificateState.CANCELLED: "Cancelled by the holder",
    CertificateState.SUPERSEDED: "Superseded",
    CertificateState.RETIRED: "Retired",
}
EVENT_LABELS: dict[EventKind, str] = {
    EventKind.SURVEILLANCE: "Surveillance audit held",
    EventKind.SUSPENDED: "Suspended",
    EventKind.REINSTATED: "Reinstated",
    EventKind.WITHDRAWN: "Withdrawn",
    EventKind.CANCELLED: "Cancelled by the holder",
    EventKind.RESTORED: "Restored",
    EventKind.RENEWAL_CONFIRMED: "Renewal confirmed by the body",
}
METHOD_LABELS: dict[Method, str] = {
    Method.REGISTER: "Looked up in a register",
    Method.BODY: "Asked the certification body",
    Method.ORIGINAL_SEEN: "Saw the original",
}
CHECK_LABELS: dict[Check, str] = {
    Check.ACTIVE: "Active",
    Check.NUMBER: "Number",
    Check.HOLDER: "Holder",
    Check.ADDRESS: "Address and site",
    Check.SCOPE: "Scope covers",
    Check.ACCREDITATION: "Accreditation",
}
RESULT_LABELS: dict[CheckResult, str] = {
    CheckResult.MATCH: "Matches",
    CheckResult.MISMATCH: "Differs",
    CheckResult.UNCLEAR: "Unclear",
    CheckResult.NOT_CHECKED: "Not checked",
}
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.CONFIRMED: "Confirmed",
    Outcome.MISMATCH: "Mismatch",
    Outcome.NOT_FOUND: "Not found",
    Outcome.SUSPENDED_OR_WITHDRAWN: "Suspended or withdrawn there",
    Outcome.UNREACHABLE: "Unreachable",
}
STANDING_LABELS: dict[Standing, str] = {
    Standing.CLAIMED: "nobody checked",
    Standing.ORIGINAL_SEEN: "original seen",
    Standing.VERIFIED: "verified",
    Standing.STALE: "check out of date",
    Standing.NOT_FOUND: "not found in the register",
    Standing.CONTRADICTED: "contradicted",
}
REMINDER_LABELS: dict[ReminderKind, str] = {
    ReminderKind.EXPIRY: "Expiry",
    ReminderKind.VERIFICATION: "Verification due",
}
BREACH_TEXTS: dict[Breach, str] = {
    Breach.REQUIRED_CHECK_MISSING: "“Confirmed” needs “{check}” to match. Compare it, or choose another outcome.",
    Breach.NO_DIFFERENCE_NAMED: "“Mismatch” needs at least one check that differs. Mark which one.",
    Breach.INACTIVE_NEEDS_ITS_OUTCOME: (
        "“Active” differs, so the outcome is “Suspended or withdrawn there”. Correct one of the two."
    ),
    Breach.ACTIVE_NOT_DENIED: "“Suspended or withdrawn there” needs “Active” to differ.",
    Breach.NOTHING_COULD_MATCH: "Nothing was found, so “{check}” could not be compared. Set it to “Not checked”.",
    Breach.PAPER_CANNOT_KNOW: (
        "An original cannot say whether the certificate is still active. Look it up in a register or ask the body."
    ),
    Breach.DUE_NOT_AFTER_CHECK: "The next check must lie after this one.",
}
DUE_BREACH_TEXTS: dict[DueBreach, str] = {
    DueBreach.LATER_THAN_THE_RULE: "The rule asks for it sooner. Postpone it knowingly, or choose an earlier day.",
    DueBreach.MUCH_LATER: "More than 90 days later than the rule asks. Look it up, or choose an earlier day.",
}


def event_choices() -> list[tuple[str, str]]:
    return [(kind.value, label) for kind, label in EVENT_LABELS.items()]


def method_choices() -> list[tuple[str, str]]:
    return [(method.value, label) for method, label in METHOD_LABELS.items()]


def check_choices() -> list[tuple[str, str]]:
    return [(check.value, label) for check, label in CHECK_LABELS.items()]


def result_choices() -> list[tuple[str, str]]:
    return [(result.value, label) for result, label in RESULT_LABELS.items()]


def outcome_choices() -> list[tuple[str, str]]:
    return [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]


def reminder_choices() -> list[tuple[str, str]]:
    return [(kind.value, label) for kind, label in REMINDER_LABELS.items()]
