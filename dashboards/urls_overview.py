from django.urls import path

from dashboards import views_overview as views

urlpatterns = [
    path("dashboards/", views.home, name="overview"),
    path("dashboards/map/", views.district_map, name="map"),
]
