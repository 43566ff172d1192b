from django.urls import path

from dashboards import views_months

urlpatterns = [
    path("dashboards/coverage/", views_months.coverage, name="coverage"),
    path("dashboards/rows/activities/", views_months.activities, name="activities-rows"),
]
