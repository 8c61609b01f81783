"""What the pages about people, teams, notices and mails show."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from accounts.domain.permissions import Permission
from accounts.models import Invitation, Notice, SavedView, Team, Token, User
from accounts.models.saved_view import SavedViewQuerySet
from common.models import MailState, OutgoingMail
from common.paging import Sort

PEOPLE_SORTS = (
    Sort("name", "Name", ("name",)),
    Sort("email", "E-mail", ("email",)),
    Sort("joined", "Joined", ("date_joined",), descending=True),
)
NEWEST = Sort("newest", "Newest", ("created_at",), descending=True)


def people_for_list(*, text: str = "", role: str = "", access: str = "") -> QuerySet[User]:
    """People by name or address, role, and whether they can sign in ("yes", "no")."""
    found = User.objects.prefetch_related("teams")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if role:
        found = found.filter(role=role)
    if access:
        found = found.filter(is_active=access == "yes")
    return found


def person_for_page(person_id: int) -> User:
    person = User.objects.prefetch_related("teams").filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def invitations_for_list() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("invited_by", "accepted_by").prefetch_related("teams")


def invitation_for_page(invitation_id: int) -> Invitation:
    invitation = Invitation.objects.filter(pk=invitation_id).first()
    if invitation is None:
        raise Http404
    return invitation


def teams_for_list() -> QuerySet[Team]:
    """All teams with their members; few enough for one page."""
    return Team.objects.prefetch_related("members").order_by("name", "pk")


def team_for_page(team_id: int) -> Team:
    team = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise Http404
    return team


def notices_for_list(user: User, *, unread_only: bool = False) -> QuerySet[Notice]:
    found = Notice.objects.filter(user=user)
    return found.filter(read_at=None) if unread_only else found


def own_notice(user: User, notice_id: int) -> Notice:
    notice = Notice.objects.filter(pk=notice_id, user=user).first()
    if notice is None:
        raise Http404
    return notice


def unread_count(user: User) -> int:
    """For the bell."""
    return Notice.objects.filter(user=user, read_at=None).count()


def tokens_for_list(user: User | None = None) -> QuerySet[Token]:
    """Tokens of one person, or (for administrators) of everybody."""
    found = Token.objects.select_related("user", "revoked_by")
    return found if user is None else found.filter(user=user)


def token_for_page(user: User, token_id: int) -> Token:
    """One's own token; an administrator's eye reaches everybody's. Raises Http404."""
    rows = tokens_for_list(None if user.can(Permission.USERS_MANAGE) else user)
    token = rows.filter(pk=token_id).first()
    if token is None:
        raise Http404
    return token


def mails_for_list(*, text: str = "", state: str = "") -> QuerySet[OutgoingMail]:
    found = OutgoingMail.objects.defer("text", "html")
    if text:
        found = found.filter(Q(to__icontains=text) | Q(subject__icontains=text))
    return found.filter(state=state) if state else found


def mail_counts() -> dict[str, int]:
    """How many mails are in each state."""
    rows = OutgoingMail.objects.values_list("state").annotate(number=Count("pk")).order_by()
    return dict.fromkeys(MailState.values, 0) | dict(rows)


def mail_for_page(mail_id: int) -> OutgoingMail:
    mail = OutgoingMail.objects.filter(pk=mail_id).first()
    if mail is None:
        raise Http404
    return mail


def saved_views_of(user: User, page: str = "") -> list[SavedView]:
    """Views that this person may open: of one list, or of all."""
    return list(saved_views_for_list(user, page).order_by("page", "name", "pk"))


def saved_views_for_list(user: User, page: str = "") -> SavedViewQuerySet:
    """The same, in the order that the asker chooses."""
    rows = SavedView.objects.visible_to(user).select_related("owner", "team")
    return rows.filter(page=page) if page else rows


def saved_view_for_page(user: User, view_id: int) -> SavedView:
    """A view that this person may open. Raises Http404."""
    view = SavedView.objects.visible_to(user).select_related("owner", "team").filter(pk=view_id).first()
    if view is None:
        raise Http404("No such view.")
    return view
