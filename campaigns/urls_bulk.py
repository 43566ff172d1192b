from django.urls import path

from campaigns import views_bulk

urlpatterns = [
    path("desk/campaigns/<uuid:pk>/imports/", views_bulk.imports, name="imports"),
    path(
        "desk/campaigns/<uuid:pk>/imports/template/", views_bulk.template, name="imports-template"
    ),
    path(
        "desk/campaigns/<uuid:pk>/imports/<uuid:job>/verify/",
        views_bulk.verify,
        name="imports-verify",
    ),
    path(
        "desk/campaigns/<uuid:pk>/activities/export/",
        views_bulk.activities_export,
        name="activities-export",
    ),
    path("desk/stations/imports/", views_bulk.station_imports, name="station-imports"),
    path(
        "desk/stations/imports/template/",
        views_bulk.station_template,
        name="station-imports-template",
    ),
]
