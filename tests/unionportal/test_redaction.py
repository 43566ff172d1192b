"""No identity number and no phone gets into a log, wherever in an event it stands."""

import io
import json
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from people.identity import check_character
from unionportal import logs

BODY = "62990019900101001"
NUMBER = BODY + check_character(BODY)
MASKED = f"6299**********{NUMBER[14:]}"
PHONE = "19900001234"


@pytest.fixture
def written():
    """`written(write)`: the JSON lines that `write(logger)` leaves in the log."""

    def capture(write):
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(logs.formatter())
        logger = logging.getLogger("portal.test")
        logger.addHandler(handler)
        try:
            write(logger)
        finally:
            logger.removeHandler(handler)
        return stream.getvalue()

    return capture


def test_in_the_message_and_its_arguments(written):
    line = written(lambda log: log.warning("refused %s of %s", NUMBER, PHONE))
    assert json.loads(line)["event"] == f"refused {MASKED} of 199****1234"


def test_in_nested_values_and_keys(written):
    event = {"form": {"id_number": NUMBER, PHONE: [NUMBER.lower()]}}
    line = written(lambda log: log.warning("posted", extra=event))
    assert json.loads(line)["form"] == {"id_number": MASKED, "199****1234": [MASKED]}


def test_in_a_traceback(written):
    def fail(log):
        try:
            raise ValueError(NUMBER)
        except ValueError:
            log.exception("failed")

    line = written(fail)
    assert NUMBER not in line
    assert f"ValueError: {MASKED}" in json.loads(line)["exception"]


def test_from_structlog_as_well(written):
    line = written(lambda _: structlog.get_logger("portal.test").warning("seen", phone=PHONE))
    assert json.loads(line)["phone"] == "199****1234"


def test_full_width_digits_are_digits_too():
    wide = NUMBER.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})
    assert logs.redact(None, "", wide) == MASKED


def test_other_long_numbers_stay_readable():
    wrong = BODY + ("0" if NUMBER[-1] != "0" else "1")
    for number in (wrong, "20261123" * 3, "1700000000000"):
        assert logs.redact(None, "", f"took {number}") == f"took {number}"


@given(st.text(), st.integers(0, 999), st.text())
def test_any_surroundings(before, serial, after):
    body = f"62990019900101{serial:03d}"
    number = body + check_character(body)
    line = f"{before}|{number}|{after}"
    assert number not in logs.redact(None, "", line)
