from django.urls import path, re_path

from dashboards import views_promise, views_promise_public

urlpatterns = [
    path("dashboards/promise/", views_promise.page, name="promise"),
    path("dashboards/rows/applications/", views_promise.applications, name="applications-rows"),
    path("promise/", views_promise_public.latest, name="promise-public"),
    re_path(r"^promise/(?P<named>\d{4}-\d{2})/$", views_promise_public.month, name="promise-month"),
]
