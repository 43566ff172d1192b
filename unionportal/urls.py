"""Every address of the portal. Each app holds its own full paths."""

from django.contrib import admin
from django.urls import include, path

from unionportal import health, services_page, views

urlpatterns = [
    path("", views.home, name="home"),
    path("elder/", views.elder, name="elder"),
    path("services/", services_page.services, name="services"),
    path("services/<int:pk>/", services_page.service, name="service"),
    path("feedback/", views.feedback, name="feedback"),
    path("healthz", health.healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("unionportal.urls_people")),
    path("", include("organizations.urls")),
    path("", include("membership.urls")),
    path("", include("campaigns.urls")),
    path("", include("assistance.urls")),
    path("", include("dashboards.urls")),
    path("", include("spreadsheets.urls")),
    path("", include("unionportal.urls_messages")),
    path("", include("unionportal.urls_audit")),
]

handler400 = "unionportal.views.bad_request"
handler500 = "unionportal.middleware.server_error"
