"""All addresses of the service months, one file a subject."""

from django.urls import include, path

app_name = "campaigns"

urlpatterns = [
    path("", include("campaigns.urls_planning")),
    path("", include("campaigns.urls_logging")),
    path("", include("campaigns.urls_bulk")),
    path("", include("campaigns.urls_funds")),
    path("", include("campaigns.urls_giving")),
    path("", include("campaigns.urls_sessions")),
    path("", include("campaigns.urls_wishes")),
    path("", include("campaigns.urls_deliveries")),
]
