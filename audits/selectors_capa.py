"""What pages and exports read of corrective actions. The rating reads in scoring/facts."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from accounts.domain.permissions import PERMISSIONS, SEES_RESTRICTED, Permission
from accounts.models import User
from audits.domain.capa import Stage
from audits.models import Capa, CapaFile, CapaQuerySet, CapaRound, CapaStep, CapaSubmission, Finding
from common.history import changes_for
from common.looked_up import LookedUp
from common.models import Change
from common.paging import Sort
from deliveries.models import Nonconformance
from suppliers.models import Contact, Supplier

CAPA_SORTS = (
    Sort("due", "Due", ("due_on",)),
    Sort("opened", "Opened", ("opened_on",), descending=True),
    Sort("number", "Number", ("number",), descending=True),
    Sort("severity", "Severity", ("severity", "due_on")),
    Sort("supplier", "Supplier", ("supplier__name_key", "supplier_id")),
)


RELATED = (
    "supplier",
    "finding",
    "nonconformance",
    "responsible",
    "reviewer",
    "current_step__owner",
    "current_step__contact",
)
LISTED = (
    *(field.name for field in Capa._meta.concrete_fields),
    "supplier__legal_name",
    "supplier__name_key",
    "finding__statement",
    "nonconformance__description",
    "nonconformance__number",
    "responsible__name",
    "responsible__email",
    "reviewer__name",
    "reviewer__email",
    "current_step__owner__name",
    "current_step__owner__email",
    "current_step__contact__name",
)
"""What a row shows, in an export or an answer to a program, or a sort needs."""


_PEOPLE = User._meta.db_table
_STEPS = (
    f"{CapaStep._meta.db_table} told LEFT JOIN {_PEOPLE} owner ON owner.id = told.owner_id "
    f"LEFT JOIN {Contact._meta.db_table} contact ON contact.id = told.contact_id"
)
TOLD = {
    "told_finding": LookedUp("finding", words="told.statement", tables=f"{Finding._meta.db_table} told"),
    "told_nonconformance": LookedUp(
        "nonconformance", words="told.description", tables=f"{Nonconformance._meta.db_table} told"
    ),
    "told_reviewer": LookedUp(
        "reviewer", words="COALESCE(NULLIF(told.name, ''), told.email)", tables=f"{_PEOPLE} told"
    ),
    "told_owner": LookedUp(
        "current_step", words="COALESCE(NULLIF(owner.name, ''), owner.email, contact.name)", tables=_STEPS
    ),
}
"""What was found, who reviews, and who owns the step, in the words of the page."""
SHOWN = (
    *("number", "severity", "stage", "state", "round_number", "due_on", "opened_on", "ended_on"),
    *("supplier__legal_name", "supplier__name_key"),
)


def capas_for_list(user: User) -> CapaQuerySet:
    """Corrective actions that this person sees, with what an export or a program reads of them."""
    return Capa.objects.visible_to(user).select_related(*RELATED).only(*LISTED)


def capas_for_page(user: User) -> CapaQuerySet:
    """Corrective actions that this person sees, with what a row of a page shows and no column besides."""
    return Capa.objects.visible_to(user).select_related("supplier").only(*SHOWN).annotate(**TOLD)


def capa_for_page(user: User, capa_id: int) -> Capa:
    """The corrective action of a page. Raises Http404 also where the supplier is not this person's to see."""
    rows = Capa.objects.visible_to(user).select_related(
        *RELATED, "current_step__round", "finding__audit__site", "nonconformance__site", "opened_by"
    )
    capa = rows.filter(pk=capa_id).first()
    if capa is None:
        raise Http404("No such corrective action.")
    return capa


def finding_for_capa(user: User, finding_id: int) -> Finding:
    """The finding from which one is opened. Raises Http404."""
    rows = Finding.objects.visible_to(user).select_related("audit__supplier", "audit__site")
    finding = rows.filter(pk=finding_id).first()
    if finding is None:
        raise Http404("No such finding.")
    return finding


def step_for_page(user: User, step_id: int) -> CapaStep:
    """A step with its corrective action. Raises Http404."""
    step = CapaStep.objects.select_related("round__capa__supplier", "owner", "contact").filter(pk=step_id).first()
    if step is None or not Capa.objects.visible_to(user).filter(pk=step.round.capa_id).exists():
        raise Http404("No such step.")
    return step


def file_for_page(user: User, file_id: int) -> CapaFile:
    """A file of an answer. Raises Http404."""
    file = CapaFile.objects.visible_to(user).filter(pk=file_id).first()
    if file is None:
        raise Http404("No such file.")
    return file


def rounds_for_page(capa: Capa) -> list[CapaRound]:
    """All rounds, newest first, with steps, every answer, its files and who judged it."""
    answers = CapaSubmission.objects.select_related("submitted_by", "decided_by").prefetch_related("files")
    steps = CapaStep.objects.select_related("owner", "contact").prefetch_related(
        Prefetch("submissions", queryset=answers.order_by("-number"))
    )
    rounds = CapaRound.objects.filter(capa=capa).select_related("judged_by", "closed_by", "finding", "nonconformance")
    return list(rounds.prefetch_related(Prefetch("steps", queryset=steps)).order_by("-number"))


def history_for_capa(capa: Capa) -> "QuerySet[Change]":
    """Everything that was done to it, newest first."""
    return changes_for(capa)


def people_for_supplier(supplier: Supplier, permission: Permission) -> "QuerySet[User]":
    """Active people who may do this and see the supplier."""
    roles = [role.value for role in PERMISSIONS[permission]]
    people = User.objects.filter(is_active=True, role__in=roles).order_by("name", "pk")
    if not supplier.is_restricted:
        return people
    sees = Q(role__in=[role.value for role in SEES_RESTRICTED]) | Q(named_for=supplier)
    if supplier.team_id is not None:  # asked for no team, Django finds everybody who is in none
        sees |= Q(pk__in=User.objects.filter(teams=supplier.team_id).values("pk"))
    return people.filter(sees).distinct()


def answer_under_review(capa: Capa) -> CapaSubmission | None:
    """The answer that waits for a decision, with its files."""
    rows = CapaSubmission.objects.filter(step_id=capa.current_step_id, decision="")
    return rows.select_related("submitted_by", "step__round").prefetch_related("files").first()


def last_answer(capa: Capa) -> CapaSubmission | None:
    """The newest answer, decided or not."""
    rows = CapaSubmission.objects.filter(step__round__capa=capa).order_by("-pk")
    return rows.select_related("submitted_by", "decided_by", "step__round").prefetch_related("files").first()


def last_step(capa: Capa) -> CapaStep:
    """The last step that had its turn, of one where none has it now."""
    begun = CapaStep.objects.filter(round__capa=capa, began_on__isnull=False).select_related("round")
    return begun.latest("round_id", "position")


def nonconformance_for_capa(user: User, nonconformance_id: int) -> Nonconformance:
    """The nonconformance from which one is opened. Raises Http404."""
    rows = Nonconformance.objects.visible_to(user).select_related("supplier", "site", "defect_type")
    found = rows.filter(pk=nonconformance_id).first()
    if found is None:
        raise Http404("No such nonconformance.")
    return found


def capa_of_nonconformance(nonconformance: Nonconformance) -> Capa | None:
    """The corrective action that a nonconformance has; cancelled ones do not count."""
    return Capa.objects.exclude(stage=Stage.CANCELLED.value).filter(nonconformance=nonconformance).first()


def capa_of_finding(finding: Finding) -> Capa | None:
    """The corrective action that a finding has; cancelled ones do not count."""
    return Capa.objects.exclude(stage=Stage.CANCELLED.value).filter(finding=finding).first()


def capas_of_supplier(user: User, supplier: Supplier) -> CapaQuerySet:
    """The supplier's corrective actions, soonest due first."""
    return capas_for_page(user).filter(supplier=supplier).order_by("due_on", "pk")


def earlier_answers(answer: CapaSubmission) -> list[CapaSubmission]:
    """What was answered to the same step before, newest first."""
    rows = CapaSubmission.objects.filter(step_id=answer.step_id, number__lt=answer.number).order_by("-number")
    return list(rows.select_related("submitted_by", "decided_by").prefetch_related("files"))
