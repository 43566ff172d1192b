from django.urls import path

from dashboards import views_drive

urlpatterns = [
    path("dashboards/drive/", views_drive.drive_view, name="drive"),
    path("dashboards/drive/example/", views_drive.example, name="drive-example"),
]
