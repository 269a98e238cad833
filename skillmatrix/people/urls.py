"""URLs of people, teams and what they are told."""

from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("readyz", views.readyz, name="readyz"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.mark_read, name="mark-read"),
    path("inbox/<int:message_id>/open/", views.open_message, name="open-message"),
    path("account/", views.account, name="account"),
    path("account/away/", views.go_away, name="go-away"),
    path("account/away/<int:pk>/back/", views.come_back, name="come-back"),
    path("organisation/", views.organisation, name="organisation"),
    path("organisation/changes/", views.changes, name="changes"),
    path("organisation/import/", views.import_people, name="import-people"),
    path("organisation/people/add/", views.add_person, name="add-person"),
    path("organisation/people/<uuid:public_id>/", views.change_person, name="change-person"),
    path("organisation/people/<uuid:public_id>/team/", views.move_person, name="move-person"),
    path("organisation/people/<uuid:public_id>/invite/", views.invite_person, name="invite-person"),
    path(
        "organisation/people/<uuid:public_id>/deactivate/", views.deactivate_person, name="deactivate-person"
    ),
    path(
        "organisation/people/<uuid:public_id>/reactivate/", views.reactivate_person, name="reactivate-person"
    ),
    path("organisation/teams/", views.teams, name="teams"),
    path("organisation/teams/add/", views.add_team, name="add-team"),
    path("organisation/teams/<slug:slug>/", views.change_team, name="change-team"),
    path("organisation/teams/<slug:slug>/name/", views.rename_team, name="rename-team"),
    path("organisation/teams/<slug:slug>/place/", views.move_team, name="move-team"),
    path("organisation/teams/<slug:slug>/lead/", views.name_lead, name="name-lead"),
    path("organisation/teams/<slug:slug>/close/", views.close_team, name="close-team"),
    path("organisation/teams/<slug:slug>/reopen/", views.reopen_team, name="reopen-team"),
]
