"""The site map."""

from django.urls import include, path

from skillmatrix.web import errors

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error

urlpatterns = [
    path("", include("roadmaps.urls")),
    path("", include("assessments.urls")),
    path("", include("skillmatrix.people.urls")),
    path("", include("skillmatrix.web.urls")),
    path("taxonomy/", include("skillmatrix.taxonomy.urls")),
    path("roles/", include("skillmatrix.taxonomy.role_urls")),
    path("", include("roadmaps.setup.urls")),
    path("accounts/", include("allauth.urls")),
]
