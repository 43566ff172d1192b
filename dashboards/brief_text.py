"""What people typed, as it may stand in a paper that leaves the portal."""

import re

from people import identity, typed

NUMBER = "（号码）"
# Document numbers, spaced or not; mobile numbers; landlines and whatever else is as long.
_NUMBERS = re.compile(
    r"(?:\d[\s\-–—.·_]{0,2}){14,17}[\dXxⅩ]|1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|\d{7,}|0\d{2,3}[\s-]\d{6,8}"
)
# XML 1.0 has no place for these; neither has a line of print.
_NOT_PRINTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str, most: int = 0) -> str:
    """One line without control characters and without numbers of persons; `most` characters, the
    rest as “…”.
    """
    line = " ".join(_NOT_PRINTED.sub(" ", text).split())
    line = _NUMBERS.sub(NUMBER, line)
    return f"{line[: most - 1]}…" if most and len(line) > most else line


def has_number(text: str) -> bool:
    """Whether somebody could be called or looked up by what stands in it."""
    return bool(_NUMBERS.search(typed.plain(text))) or identity.stands_in(text)


def paragraphs(text: str) -> list[str]:
    """Line by line, empty ones left out."""
    return [line for line in map(plain, text.splitlines()) if line]
