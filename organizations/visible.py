"""What one may see of the tree: the unions, stations and posts under one's own posts."""

from organizations.models import Organization, Post, Role, Station
from organizations.posts import within

MANAGES = (Role.ADMINISTRATOR,)
# Organisers hand out the QR posters, so they see unions and stations; only administrators edit.
SEES_UNIONS = (Role.ADMINISTRATOR, Role.ORGANISER)
# The auditor reads the audit, nothing else.
SEES_CALENDAR = tuple(role for role in Role if role != Role.AUDITOR)


def unions(user, roles=SEES_UNIONS):
    return Organization.objects.filter(within(user, roles, "path"))


def stations(user, roles=SEES_UNIONS):
    return Station.objects.filter(within(user, roles, "organization__path"))


def posts(user):
    return Post.objects.filter(within(user, MANAGES, "organization__path"))
