"""All addresses of 1+1, one file a subject."""

from django.urls import include, path

app_name = "assistance"

urlpatterns = [
    path("", include("assistance.urls_overview")),
    path("", include("assistance.urls_files")),
    path("", include("assistance.urls_pairing")),
    path("", include("assistance.urls_hand_over")),
    path("", include("assistance.urls_care")),
    path("", include("assistance.urls_own")),
]
