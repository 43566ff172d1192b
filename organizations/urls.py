from django.urls import path

from organizations import (
    views_accounts,
    views_calendar,
    views_hours,
    views_nearby,
    views_posts,
    views_public,
    views_stations,
    views_unions,
    views_workforce,
)

app_name = "organizations"

urlpatterns = [
    path("stations/", views_nearby.stations, name="stations"),
    path("s/<str:code>/", views_public.scan_station, name="scan-station"),
    path("u/<str:code>/", views_public.scan_union, name="scan-union"),
    path("divisions/<int:pk>/townships/", views_public.townships, name="townships"),
    path("desk/posts/", views_posts.posts_page, name="desk-posts"),
    path("desk/posts/new/", views_posts.appoint, name="desk-appoint"),
    path("desk/posts/<uuid:pk>/end/", views_posts.end, name="desk-end-post"),
    path("desk/posts/<uuid:pk>/account/", views_accounts.account, name="desk-account"),
    path("desk/posts/<uuid:pk>/account/reset/", views_accounts.reset, name="desk-account-reset"),
    path("desk/posts/<uuid:pk>/account/active/", views_accounts.active, name="desk-account-active"),
    path("desk/hours/", views_hours.hours_page, name="desk-hours"),
    path("desk/hours/<uuid:public_id>/", views_hours.change, name="desk-hours-change"),
    path("desk/calendar/", views_calendar.calendar_page, name="desk-calendar"),
    path("desk/calendar/change/", views_calendar.change, name="desk-calendar-change"),
    path("desk/calendar/remove/", views_calendar.remove, name="desk-calendar-remove"),
    path("desk/stations/", views_stations.stations_page, name="desk-stations"),
    path("desk/stations/new/", views_stations.add, name="desk-station-add"),
    path("desk/stations/<uuid:pk>/", views_stations.edit, name="desk-station"),
    path("desk/stations/<uuid:pk>/active/", views_stations.active, name="desk-station-active"),
    path(
        "desk/stations/<uuid:pk>/verified/", views_stations.verified, name="desk-station-verified"
    ),
    path("desk/stations/<uuid:pk>/qr/", views_stations.poster, name="desk-station-qr"),
    path("desk/workforce/", views_workforce.workforce_page, name="desk-workforce"),
    path("desk/workforce/<uuid:public_id>/", views_workforce.report, name="desk-workforce-report"),
    path("desk/unions/", views_unions.unions_page, name="desk-unions"),
    path("desk/unions/<uuid:public_id>/", views_unions.union, name="desk-union"),
    path("desk/unions/<uuid:public_id>/edit/", views_unions.edit, name="desk-union-edit"),
    path("desk/unions/<uuid:public_id>/add/", views_unions.add, name="desk-union-add"),
    path("desk/unions/<uuid:public_id>/qr/", views_unions.poster, name="desk-union-qr"),
]
