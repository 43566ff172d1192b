from django.urls import path

from dashboards import views_export

urlpatterns = [
    path("dashboards/export/<slug:name>/", views_export.export, name="export"),
]
