from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path

from membership.models import Member
from organizations.models import Division, Organization


@login_required
def bare(request):
    """Session, auth, three queries, a table of 25 rows."""
    members = list(Member.objects.order_by("-joined_at", "-id")[:25])
    context = {
        "rows": members,
        "divisions": list(Division.objects.filter(level="district")),
        "union": Organization.objects.get(parent=None),
    }
    return render(request, "bench/bare.html", context)


urlpatterns = [path("bare/", bare)]
