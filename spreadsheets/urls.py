from django.urls import path

from spreadsheets import views

app_name = "spreadsheets"

urlpatterns = [
    path("desk/imports/<uuid:pk>/", views.import_, name="import"),
    path("desk/imports/<uuid:pk>/decide/", views.decide, name="import-decide"),
    path("desk/imports/<uuid:pk>/confirm/", views.confirm, name="import-confirm"),
    path("desk/imports/<uuid:pk>/cancel/", views.cancel, name="import-cancel"),
    path("desk/imports/<uuid:pk>/undo/", views.undo, name="import-undo"),
    path("desk/imports/<uuid:pk>/problems/", views.problems, name="import-problems"),
    path("desk/exports/<uuid:pk>/", views.export, name="export"),
    path("desk/exports/<uuid:pk>/file/", views.export_file, name="export-file"),
]
