"""One line of JSON an event, and no personal data in any of them."""

import logging
import re
import unicodedata

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from accounts.devices import address_of
from people.identity import check_character

# \d also finds full-width digits.
_IDENTITY = re.compile(r"(?<!\d)(\d{6})(\d{8})(\d{3}[\dXxＸｘ])(?!\d)")
_PHONE = re.compile(r"(?<!\d)([1１]\d{2})\d{4}(\d{4})(?!\d)")


def redact(logger: WrappedLogger | None, method: str, line: str) -> str:
    """Mask identity numbers whose checksum fits, and phones, wherever they stand in an event.

    It runs on the finished line: keys, values, nested ones and tracebacks alike.
    """
    return _PHONE.sub(r"\1****\2", _IDENTITY.sub(_masked, line))


def _masked(match: re.Match[str]) -> str:
    number = unicodedata.normalize("NFKC", match[0]).upper()
    if check_character(number[:17]) != number[17]:
        return match[0]
    return f"{number[:4]}**********{number[14:]}"


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def bind_address(request, **_) -> None:
    """Every line of a request says where it came from."""
    structlog.contextvars.bind_contextvars(ip=address_of(request))


def quiet_start(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """One line a request is enough: the one at its end, with status."""
    if event.get("event") == "request_started":
        raise structlog.DropEvent
    return event


def formatter() -> logging.Formatter:
    """The formatter of settings.LOGGING; sets structlog up to write through `logging`."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            quiet_start,
            *SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
            redact,  # type: ignore[list-item]  # what the renderer leaves is a line
        ],
    )
