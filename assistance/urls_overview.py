from django.urls import path

from assistance import views_export
from assistance import views_overview as views

urlpatterns = [
    path("desk/assistance/", views.page, name="overview"),
    path("desk/assistance/silent/", views.silent, name="silent"),
    path("desk/assistance/export/", views_export.export, name="export"),
    path("desk/assistance/needs/export/", views_export.needs, name="needs-export"),
]
