"""URLs of the assessment. The words below come first: an area cannot be called like one of them."""

from django.urls import path

from . import views
from .views import cycles

app_name = "assessments"
urlpatterns = [
    path("assess/", views.assess, name="assess"),
    path("assess/rate/", views.rate_skill, name="rate-skill"),
    path("assess/undo/", views.undo_rating, name="undo-rating"),
    path("assess/share/", views.share_ratings, name="share-ratings"),
    path("assess/next-role/", views.choose_next_role, name="choose-next-role"),
    path("assess/skills/", views.list_skill, name="list-skill"),
    path("assess/wish/", views.wish_for, name="wish-for"),
    path("assess/evidence/", views.give_evidence, name="give-evidence"),
    path("assess/evidence/remove/", views.remove_evidence, name="remove-evidence"),
    path("assess/evidence/restore/", views.restore_evidence, name="restore-evidence"),
    path("assess/areas/<slug:area>/", views.assess, name="assess"),
    path("me/wins/", views.wins, name="wins"),
    path("me/wins/add/", views.add_win, name="add-win"),
    path("me/wins/<int:win>/", views.change_win, name="change-win"),
    path("me/wins/<int:win>/delete/", views.delete_win, name="delete-win"),
    path("me/wins/<int:win>/restore/", views.restore_win, name="restore-win"),
    path("me/certificates/", views.certificates, name="certificates"),
    path("me/certificates/add/", views.add_certificate, name="add-certificate"),
    path("me/certificates/<int:certificate>/", views.change_certificate, name="change-certificate"),
    path("me/certificates/<int:certificate>/delete/", views.delete_certificate, name="delete-certificate"),
    path("me/certificates/<int:certificate>/restore/", views.restore_certificate, name="restore-certificate"),
    path("me/import/", views.import_ratings, name="import-ratings"),
    path("me/import/<uuid:key>/", views.check_import, name="check-import"),
    path("people/<uuid:public_id>/targets/<slug:skill>/", views.override_target, name="override-target"),
    path("people/<uuid:public_id>/review/", views.review, name="review"),
    path("people/<uuid:public_id>/review/areas/<slug:area>/", views.review, name="review"),
    path("people/<uuid:public_id>/review/compare/", views.compare_levels, name="compare-levels"),
    path("people/<uuid:public_id>/review/rate/", views.judge_skill, name="judge-skill"),
    path("people/<uuid:public_id>/review/show/", views.reveal_level, name="reveal-level"),
    path("people/<uuid:public_id>/review/say/", views.say_in_review, name="say-in-review"),
    path("people/<uuid:public_id>/review/close/", views.close_review, name="close-review"),
    path("people/<uuid:public_id>/reviewers/", views.reviewers, name="reviewers"),
    path("people/<uuid:public_id>/reviewers/end/", views.end_delegation, name="end-delegation"),
    path("me/reviewers/", views.my_reviewers, name="my-reviewers"),
    path("me/reviewers/end/", views.end_my_delegation, name="end-my-delegation"),
    path("me/review/", views.my_review, name="my-review"),
    path("me/review/say/", views.say_in_my_review, name="say-in-my-review"),
    path("teams/<slug:slug>/review/", views.review_team, name="review-team"),
    path("teams/<slug:slug>/review/<slug:skill>/", views.review_skill, name="review-skill"),
    path("people/<uuid:public_id>/role/", views.assign_role, name="assign-role"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/open/", cycles.open_cycle, name="open-cycle"),
    path("cycles/series/<int:pk>/stop/", cycles.stop_series, name="stop-series"),
    path("cycles/reminders/<int:pk>/again/", cycles.send_again, name="send-again"),
    path("cycles/<uuid:public_id>/", cycles.cycle, name="cycle"),
    path("cycles/<uuid:public_id>/edit/", cycles.edit_cycle, name="edit-cycle"),
    path("cycles/<uuid:public_id>/close/", cycles.close_cycle, name="close-cycle"),
    path("cycles/<uuid:public_id>/cancel/", cycles.cancel_cycle, name="cancel-cycle"),
    path("cycles/<uuid:public_id>/submit/", cycles.submit_part, name="submit-part"),
    path("cycles/<uuid:public_id>/snapshot/", cycles.cycle_snapshot, name="cycle-snapshot"),
    path("cycles/<uuid:public_id>/snapshot/<uuid:person>/", cycles.person_snapshot, name="person-snapshot"),
    path(
        "cycles/<uuid:public_id>/people/<uuid:person>/done/", cycles.submit_lead_part, name="submit-lead-part"
    ),
]
