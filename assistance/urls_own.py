from django.urls import path

from assistance import views_own, views_publications, views_requests

urlpatterns = [
    path("me/help/", views_own.own, name="own"),
    path("me/help/another/", views_own.another, name="own-another"),
    path("me/help/quiet/", views_own.quiet, name="own-quiet"),
    path("me/help/quiet/end/", views_own.quiet_end, name="own-quiet-end"),
    path("me/help/receipts/<uuid:pk>/", views_own.receipt, name="own-receipt"),
    path("me/help/publicity/", views_own.publicity, name="own-publicity"),
    path("me/help/request/", views_requests.request, name="request"),
    path("me/help/request/<uuid:pk>/withdraw/", views_requests.withdraw, name="request-withdraw"),
    path("desk/assistance/requests/", views_requests.requests, name="requests"),
    path("desk/assistance/requests/<uuid:pk>/", views_requests.desk, name="request-desk"),
    path(
        "desk/assistance/requests/<uuid:pk>/accept/", views_requests.accept, name="request-accept"
    ),
    path(
        "desk/assistance/requests/<uuid:pk>/refuse/", views_requests.refuse, name="request-refuse"
    ),
    path("desk/assistance/publications/", views_publications.publications, name="publications"),
    path("desk/assistance/publications/add/", views_publications.add, name="publication-add"),
    path(
        "desk/assistance/publications/<uuid:pk>/take-down/",
        views_publications.take_down,
        name="publication-take-down",
    ),
    path(
        "desk/assistance/files/<uuid:pk>/publicity/",
        views_publications.consent,
        name="file-publicity",
    ),
    path("publicity/", views_publications.publicity, name="publicity"),
]
