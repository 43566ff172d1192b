from django.urls import path

from campaigns import views_wishes, views_wishes_desk

urlpatterns = [
    path("services/wishes/", views_wishes.wishes, name="wishes"),
    path("services/wishes/mine/", views_wishes.my_wish, name="my-wish"),
    path("services/wishes/<uuid:pk>/", views_wishes.claimed_wish, name="claimed-wish"),
    path("services/wishes/<uuid:pk>/claim/", views_wishes.claim_wish, name="claim-wish"),
    path("services/wishes/<uuid:pk>/unclaim/", views_wishes.unclaim_wish, name="unclaim-wish"),
    path("services/wishes/<uuid:pk>/deliver/", views_wishes.deliver_wish, name="deliver-wish"),
    path("services/wishes/<uuid:pk>/withdraw/", views_wishes.withdraw_wish, name="withdraw-wish"),
    path("services/wishes/<uuid:pk>/confirm/", views_wishes.confirm_wish, name="confirm-wish"),
    path(
        "services/wishes/<uuid:pk>/not-received/",
        views_wishes.wish_not_received,
        name="wish-not-received",
    ),
    path("desk/campaigns/<uuid:pk>/wishes/", views_wishes_desk.wishes, name="desk-wishes"),
    path("desk/wishes/<uuid:pk>/", views_wishes_desk.wish, name="desk-wish"),
    path("desk/wishes/<uuid:pk>/publish/", views_wishes_desk.publish, name="desk-wish-publish"),
    path("desk/wishes/<uuid:pk>/refuse/", views_wishes_desk.refuse, name="desk-wish-refuse"),
    path("desk/wishes/<uuid:pk>/claim/", views_wishes_desk.claim, name="desk-wish-claim"),
    path("desk/wishes/<uuid:pk>/deliver/", views_wishes_desk.deliver, name="desk-wish-deliver"),
]
