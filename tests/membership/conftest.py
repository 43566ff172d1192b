"""Applications in the state a test begins with."""

import datetime

import pytest

from membership import deciding, drafts, joining
from people import identity
from people.vocabulary import DocumentType, Occupation, Sex
from tests.factories import local, serial

# Monday, a working day; the demo city's office hours are 9–12, 14–18, cut-off 16.
MORNING = local(2026, 11, 23, 10, 0)
BORN = datetime.date(1988, 5, 6)


def a_number(sex: str = Sex.MALE) -> str:
    """A fictional document number nobody else in the test has."""
    return identity.demo_number(BORN, next(serial) % 500, sex)


@pytest.fixture
def details(city):
    """`details(name=…)` is a complete application to the couriers' union of Ganzhou."""

    def build(**fields) -> joining.Details:
        given = {
            "name": "李示例", "document_type": DocumentType.IDENTITY_CARD, "number": a_number(),
            "occupation": Occupation.FOOD, "employer": "美团", "district": city.ganzhou,
            "township": city.railway, "organization": city.couriers, "sex": Sex.MALE,
            "birth_date": BORN,
        }  # fmt: skip
        return joining.Details(**given | fields)

    return build


@pytest.fixture
def submit(details):
    """`submit(worker, at=…, name=…)` sends an application in and returns it."""

    def send(worker, at=MORNING, **fields):
        return joining.submit(
            drafts.open_draft(worker, at=at), details=details(**fields), actor=worker, at=at
        )

    return send


@pytest.fixture
def application(submit, worker):
    return submit(worker)


@pytest.fixture
def returned(application, reviewer):
    return deciding.return_for_correction(
        application, items=[ITEM], actor=reviewer, at=local(2026, 11, 23, 11, 0)
    )


ITEM = {"field": "name", "problem": "姓名和证件号码对不上", "hint": "对照证件，看看有没有错字"}
