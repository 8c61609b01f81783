from django.urls import path

from accounts.api import saved_views, views

app_name = "accounts_api"
urlpatterns = [
    path("me/", views.Myself.as_view(), name="me"),
    path("me/notices/", views.Notices.as_view(), name="notices"),
    path("me/notices/read/", views.NoticesRead.as_view(), name="notices_read"),
    path("me/notices/<int:notice_id>/read/", views.NoticeRead.as_view(), name="notice_read"),
    path("me/tokens/", views.MyTokens.as_view(), name="my_tokens"),
    path("saved-views/", saved_views.SavedViews.as_view(), name="saved_views"),
    path("saved-views/<int:view_id>/", saved_views.OneSavedView.as_view(), name="saved_view"),
    path("saved-views/<int:view_id>/default/", saved_views.SavedViewDefault.as_view(), name="saved_view_default"),
    path("people/", views.People.as_view(), name="people"),
    path("people/<int:person_id>/", views.OnePerson.as_view(), name="person"),
    path("invitations/", views.Invitations.as_view(), name="invitations"),
    path("invitations/<int:invitation_id>/", views.OneInvitation.as_view(), name="invitation"),
    path("invitations/<int:invitation_id>/resend/", views.InvitationResend.as_view(), name="invitation_resend"),
    path("invitations/<int:invitation_id>/revoke/", views.InvitationRevoke.as_view(), name="invitation_revoke"),
    path("teams/", views.Teams.as_view(), name="teams"),
    path("teams/<int:team_id>/", views.OneTeam.as_view(), name="team"),
    path("tokens/", views.AllTokens.as_view(), name="tokens"),
    path("tokens/<int:token_id>/revoke/", views.TokenRevoke.as_view(), name="token_revoke"),
]
