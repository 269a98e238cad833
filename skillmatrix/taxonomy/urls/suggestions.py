"""Addresses of suggestions by readers."""

from django.urls import path

from skillmatrix.taxonomy.views import answering, suggestions

urlpatterns = [
    path("suggest/", suggestions.suggest, name="suggest"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("draft/suggestions/", answering.draft_suggestions, name="draft-suggestions"),
    path("draft/suggestions/<int:pk>/", answering.answer_suggestion, name="answer-suggestion"),
]
