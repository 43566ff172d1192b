"""What keyboards and copying add to what was meant: full width and what cannot be seen."""

import re

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Soft hyphens, zero widths, directions, joiners, byte order marks, variation selectors.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef]"
)


def plain(text: str) -> str:
    """The text in half width, without invisible characters; control characters stay."""
    return _UNSEEN.sub("", text).translate(_HALF_WIDTH)
