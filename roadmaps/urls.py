"""URLs of what follows from ratings."""

from django.urls import path

from . import views
from .views import plan

app_name = "roadmaps"
urlpatterns = [
    path("", views.home, name="home"),
    path("me/gaps/", views.gaps, name="gaps"),
    path("me/roadmap/", views.roadmap, name="roadmap"),
    path("me/history/", views.history, name="history"),
    path("me/history/trend/", views.history_trend, name="history-trend"),
    path("me/history/as-of/", views.history_as_of, name="history-as-of"),
    path("me/data/", views.my_data, name="my-data"),
    path("me/data/export/", views.ask_export, name="ask-export"),
    path("me/data/export/<uuid:key>/", views.download_export, name="download-export"),
    path("me/data/erasure/", views.request_erasure, name="request-erasure"),
    path("me/data/erasure/take-back/", views.take_back_erasure, name="take-back-erasure"),
    path("me/report/stored/", views.stored_report, name="stored-report"),
    path("assess/try/", views.try_rating, name="try-rating"),
    path("showcase/", views.showcase, name="showcase"),
    path("teams/<slug:slug>/", views.team, name="team"),
    path("teams/<slug:slug>/as-of/", views.team_as_of, name="team-as-of"),
    path("taxonomy/draft/impact/", views.impact, name="impact"),
    path("taxonomy/versions/<int:number>/progress/", views.publish_progress, name="publish-progress"),
    path("operations/", views.operations, name="operations"),
    path("operations/requeue/", views.requeue, name="requeue"),
    path("operations/guide/", views.operations_guide, name="operations-guide"),
    path("operations/plug/", views.plug, name="plug"),
    path("metrics", views.metrics, name="metrics"),
    path("people/<uuid:public_id>/", views.person, name="person"),
    path("people/<uuid:public_id>/history/", views.person_history, name="person-history"),
    path("people/<uuid:public_id>/history/trend/", views.person_history_trend, name="person-history-trend"),
    path("people/<uuid:public_id>/history/as-of/", views.person_history_as_of, name="person-history-as-of"),
    path("me/plan/", plan.plan, name="plan"),
    path("me/plan/take/", plan.take_step, name="take-step"),
    path("me/plan/add/", plan.add_goal, name="add-goal"),
    path("me/plan/first-job/", plan.first_job, name="first-job"),
    path("me/plan/resources/", plan.mark_resource, name="mark-resource"),
    path("me/plan/<int:item>/change/", plan.change_goal, name="change-goal"),
    path("me/plan/<int:item>/move/", plan.move_goal, name="move-goal"),
    path("people/<uuid:public_id>/plan/", plan.person_plan, name="person-plan"),
    path("people/<uuid:public_id>/plan/propose/", plan.propose_goal, name="propose-goal"),
    path("people/<uuid:public_id>/plan/<int:item>/", plan.plan_item, name="plan-item"),
    path("people/<uuid:public_id>/plan/<int:item>/agree/", plan.agree_goal, name="agree-goal"),
    path("people/<uuid:public_id>/plan/<int:item>/withdraw/", plan.withdraw_goal, name="withdraw-goal"),
    path("people/<uuid:public_id>/comments/", plan.comments, name="comments"),
    path("people/<uuid:public_id>/one-on-one/", views.one_on_one, name="one-on-one"),
    path("comments/<int:comment>/", plan.change_comment, name="change-comment"),
    path("comments/<int:comment>/delete/", plan.delete_comment, name="delete-comment"),
    path("comments/<int:comment>/restore/", plan.restore_comment, name="restore-comment"),
]
