from django.urls import path

from accounts.views import invitations, mailbox, notices, people, profile, saved_views, teams, tokens

app_name = "accounts"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/invitations/", invitations.invitations, name="invitations"),
    path("people/invite/", invitations.invite, name="invite"),
    path("people/invitations/<int:invitation_id>/resend/", invitations.resend, name="invitation_resend"),
    path("people/invitations/<int:invitation_id>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("invitation/<str:token>/", invitations.accept, name="accept"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<int:team_id>/", teams.team_edit, name="team"),
    path("teams/<int:team_id>/delete/", teams.team_delete, name="team_delete"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/<int:notice_id>/open/", notices.notice_open, name="notice_open"),
    path("views/", saved_views.saved_views, name="views"),
    path("views/<int:view_id>/", saved_views.saved_view, name="view"),
    path("views/<int:view_id>/delete/", saved_views.saved_view_delete, name="view_delete"),
    path("views/<int:view_id>/default/", saved_views.saved_view_default, name="view_default"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<int:mail_id>/", mailbox.mail, name="mail"),
    path("mailbox/<int:mail_id>/html/", mailbox.mail_html, name="mail_html"),
    path("mailbox/<int:mail_id>/retry/", mailbox.mail_retry, name="mail_retry"),
    path("people/tokens/", tokens.all_tokens, name="all_tokens"),
    path("profile/", profile.profile, name="profile"),
    path("profile/tokens/", tokens.tokens, name="tokens"),
    path("profile/tokens/new/", tokens.token_new, name="token_new"),
    path("profile/tokens/<int:token_id>/revoke/", tokens.token_revoke, name="token_revoke"),
]
