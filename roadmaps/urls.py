"""URLs of what follows from ratings."""

from django.urls import path

from . import views

app_name = "roadmaps"
urlpatterns = [
    path("", views.home, name="home"),
    path("me/gaps/", views.gaps, name="gaps"),
    path("me/roadmap/", views.roadmap, name="roadmap"),
    path("me/history/", views.history, name="history"),
    path("me/history/trend/", views.history_trend, name="history-trend"),
    path("me/history/as-of/", views.history_as_of, name="history-as-of"),
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
]
