from django.urls import path

from campaigns import views_activities, views_logging, views_photos

urlpatterns = [
    path("desk/campaigns/log-worker.js", views_logging.worker, name="log-worker"),
    path("desk/campaigns/<uuid:pk>/log/", views_logging.log, name="log"),
    path("desk/campaigns/<uuid:pk>/activities/", views_activities.activities, name="activities"),
    path(
        "desk/campaigns/<uuid:pk>/activities/verify/",
        views_activities.verify_many,
        name="activities-verify",
    ),
    path("desk/activities/<uuid:pk>/", views_activities.activity, name="activity"),
    path("desk/activities/<uuid:pk>/edit/", views_logging.edit, name="activity-edit"),
    path("desk/activities/<uuid:pk>/verify/", views_activities.verify, name="activity-verify"),
    path(
        "desk/activities/<uuid:pk>/send-back/",
        views_activities.send_back,
        name="activity-send-back",
    ),
    path(
        "desk/activities/<uuid:pk>/withdraw/", views_activities.withdraw, name="activity-withdraw"
    ),
    path("desk/activities/<uuid:pk>/photos/", views_photos.add, name="activity-photo-add"),
    path(
        "desk/activities/<uuid:pk>/photos/<uuid:photo>/", views_photos.photo, name="activity-photo"
    ),
    path(
        "desk/activities/<uuid:pk>/photos/<uuid:photo>/remove/",
        views_photos.remove,
        name="activity-photo-remove",
    ),
]
