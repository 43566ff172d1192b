"""Every address of 看全局; each subject holds its own (urls_*.py)."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "dashboards"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dashboards.urls_overview")),
    path("", include("dashboards.urls_months")),
    path("", include("dashboards.urls_screen")),
    path("", include("dashboards.urls_export")),
    path("", include("dashboards.urls_brief")),
    path("", include("dashboards.urls_drive")),
    path("", include("dashboards.urls_households")),
    path("", include("dashboards.urls_promise")),
]
