from django.urls import path

from membership import (
    views_deciding,
    views_desk,
    views_drive,
    views_export,
    views_join,
    views_me,
    views_members,
    views_review,
)

app_name = "membership"

urlpatterns = [
    path("join/", views_join.join, name="join"),
    path("join/phone/", views_join.phone, name="join-phone"),
    path("join/me/", views_join.me, name="join-me"),
    path("join/union/", views_join.union, name="join-union"),
    path("join/confirm/", views_join.confirm, name="join-confirm"),
    path("join/draft/", views_join.draft, name="join-draft"),
    path("join/<uuid:pk>/", views_join.progress, name="progress"),
    path("join/<uuid:pk>/resubmit/", views_join.resubmit, name="resubmit"),
    path("join/<uuid:pk>/withdraw/", views_join.withdraw, name="withdraw"),
    path("join/<uuid:pk>/photo/", views_join.photo, name="photo"),
    path("me/", views_me.me, name="me"),
    path("me/card/", views_me.card, name="card"),
    path("card/<str:token>/", views_me.card_check, name="card-check"),
    path("desk/", views_desk.desk, name="desk"),
    path("desk/today/", views_desk.today, name="today"),
    path("desk/applications/", views_review.queue_page, name="queue"),
    path("desk/applications/batch/", views_deciding.batch, name="batch"),
    path("desk/applications/<uuid:pk>/", views_review.application, name="application"),
    path("desk/applications/<uuid:pk>/approve/", views_deciding.approve, name="approve"),
    path("desk/applications/<uuid:pk>/return/", views_deciding.return_, name="return"),
    path("desk/applications/<uuid:pk>/refuse/", views_deciding.refuse, name="refuse"),
    path("desk/applications/<uuid:pk>/delay/", views_deciding.delay, name="delay"),
    path("desk/applications/<uuid:pk>/union/", views_deciding.union, name="choose-union"),
    path("desk/applications/<uuid:pk>/reveal/", views_review.reveal, name="reveal"),
    path(
        "desk/applications/<uuid:pk>/photo/<uuid:photo>/",
        views_review.attachment,
        name="attachment",
    ),
    path("desk/members/", views_members.members, name="members"),
    path("desk/members/export/", views_export.members, name="members-export"),
    path("desk/members/targets/", views_drive.targets, name="drive-targets"),
    path("desk/members/<uuid:pk>/", views_members.member, name="member"),
    path("desk/members/<uuid:pk>/reveal/", views_members.reveal, name="member-reveal"),
    path(
        "desk/members/<uuid:pk>/release-phone/", views_members.release_phone, name="release-phone"
    ),
]
