"""People on record, and a second key for the ring."""

import base64
import datetime

import pytest

from people import crypto, identity, services
from people.models import Person
from people.vocabulary import DocumentType, Sex
from tests.factories import serial

BORN = datetime.date(1988, 5, 6)
NEW_KEY = base64.b64encode(b"a-second-key-of-32-bytes-length!").decode()


def a_number(sex: str = Sex.MALE) -> str:
    """A fictional document number nobody else in the test has."""
    return identity.demo_number(BORN, next(serial) % 500, sex)


def a_person(name: str = "李示例", number: str = "", **fields) -> Person:
    fields.setdefault("document_type", DocumentType.IDENTITY_CARD)
    return services.register(name=name, number=number or a_number(), **fields)


def number_of(person: Person) -> str:
    """The number as it lies sealed, opened without a look."""
    return crypto.unseal(person.number_sealed, services.NUMBER)


@pytest.fixture
def person(db):
    return a_person()


@pytest.fixture
def new_key_first(settings):
    """`new_key_first()` puts a new key before the old ones, as `IDENTITY_KEYS` would."""

    def put() -> None:
        settings.IDENTITY_KEYS = {"2027": NEW_KEY, **settings.IDENTITY_KEYS}

    return put
