# ruff: noqa: F401, F811 - fixtures of the matrix, asked for by name
"""A household of 甘州区 as seen by those it is nothing to: another district's cadre and keeper, the
neighbour, the auditor. Every address of 1+1 is asked for with that household, twice.
"""

import pytest
from django.db import transaction
from django.urls import reverse

from assistance.models import FileState
from audit.models import Entry
from organizations.models import Role
from tests import factories
from tests.access.test_matrix import addresses, arguments, calling, objects
from tests.assistance.rows import a_file, a_pair, a_person
from tests.membership.conftest import details, submit

PHONE = "19900007777"


@pytest.fixture
def household(objects, city):
    """With a phone and a unit that stand nowhere else."""
    file = objects["household"]
    file.phone, file.unit_name = PHONE, "只此一家演示厂"
    file.save(update_fields=["phone", "unit_name"])
    return file


@pytest.fixture
def neighbour(city):
    """Of the same township, helped as well, and with an account."""
    person = a_person("邻居示范")
    a_file(city.couriers, person=person, unit_name="另一家演示厂", state=FileState.ON_FILE)
    return factories.a_worker(person=person)


@pytest.fixture
def far_household(city, far_cadre):
    """What another district's cadre calls: the pages are not empty, and still say nothing."""
    a_pair(a_file(city.minle_federation, name="民乐示范"), far_cadre)


@pytest.fixture
def sibling(city):
    return factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)


def answers(client, objects):
    """(address, what it answers) of all of 1+1, asked for and posted to."""
    for name, parameters in addresses():
        if not name.startswith("assistance:"):
            continue
        url = reverse(name, kwargs=arguments(name, parameters, objects))
        yield name, client.get(url)
        with transaction.atomic():
            answer = client.post(url)
            transaction.set_rollback(True)
        yield name, answer


def body_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="ignore")


@pytest.mark.parametrize("who", ["far_cadre", "sibling", "neighbour", "auditor", "stranger"])
def test_nothing_of_a_household_is_to_be_seen(
    request,
    signed_in,
    household,
    objects,
    calling,
    far_household,
    who,
):
    user = request.getfixturevalue(who)
    secrets = (
        household.person.name, household.person.number_masked, PHONE, household.unit_name,
        str(calling),
    )  # fmt: skip
    told = [(name, body_of(answer)) for name, answer in answers(signed_in(user), objects)]
    seen = [(name, secret) for name, body in told for secret in secrets if secret in body]
    assert seen == []
    looks = Entry.objects.filter(person_id=household.person_id, actor_id=user.pk)
    assert not looks.exists()


@pytest.mark.parametrize("who", ["far_cadre", "sibling", "neighbour", "auditor", "stranger"])
def test_nothing_is_changed_by_them(
    request,
    signed_in,
    household,
    objects,
    far_household,
    who,
):
    before = list(type(household).objects.filter(pk=household.pk).values())
    client = signed_in(request.getfixturevalue(who))
    for name, parameters in addresses():
        if name.startswith("assistance:"):
            client.post(reverse(name, kwargs=arguments(name, parameters, objects)))
    assert list(type(household).objects.filter(pk=household.pk).values()) == before
