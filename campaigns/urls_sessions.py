from django.urls import path

from campaigns import views_sessions, views_sessions_desk, views_sessions_plan

urlpatterns = [
    path("services/sessions/", views_sessions.sessions, name="sessions"),
    path("services/sessions/<uuid:pk>/", views_sessions.session, name="session"),
    path("services/sessions/<uuid:pk>/book/", views_sessions.book, name="book"),
    path("services/bookings/", views_sessions.bookings, name="bookings"),
    path("services/bookings/<uuid:pk>/", views_sessions.booking, name="booking"),
    path(
        "services/bookings/<uuid:pk>/cancel/", views_sessions.cancel_booking, name="cancel-booking"
    ),
    # Short, so that the QR has few squares.
    path("b/<uuid:pk>/", views_sessions.scan_booking, name="scan-booking"),
    path("desk/campaigns/<uuid:pk>/sessions/", views_sessions_desk.sessions, name="desk-sessions"),
    path(
        "desk/campaigns/<uuid:pk>/sessions/new/",
        views_sessions_plan.session_add,
        name="desk-session-add",
    ),
    path("desk/sessions/<uuid:pk>/", views_sessions_desk.session, name="desk-session"),
    path(
        "desk/sessions/<uuid:pk>/edit/", views_sessions_plan.session_edit, name="desk-session-edit"
    ),
    path(
        "desk/sessions/<uuid:pk>/cancel/",
        views_sessions_plan.session_cancel,
        name="desk-session-cancel",
    ),
    path(
        "desk/sessions/<uuid:pk>/check-in/",
        views_sessions_desk.session_check_in,
        name="desk-session-check-in",
    ),
    path("desk/bookings/<uuid:pk>/", views_sessions_desk.booking, name="desk-booking"),
]
