"""Money as whole fen in, as words out. Nothing here is ever a float."""

import re
from decimal import Decimal

from audit.refusal import Refused
from people import typed

# A federation's fund is millions of yuan; more is a slip of the finger.
MOST_FEN = 100_000_000_00
MOST_DIGITS = 15
_AMOUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?")


def parse(text: str) -> int:
    """Yuan as people type them ("1,260.5", "￥1260", "1260元") in fen. Raises Refused."""
    plain = typed.plain(text).strip().removeprefix("¥").removeprefix("￥").removesuffix("元")
    found = _AMOUNT.fullmatch(plain.strip())
    if not found:
        raise Refused("金额请填数字，最多两位小数，比如1260.50。")
    yuan, cents = found.groups()
    # Counted before it is read: Python refuses to read thousands of digits as a number.
    digits = yuan.replace(",", "").lstrip("0")[:MOST_DIGITS]
    fen = int(digits or "0") * 100 + int((cents or "").ljust(2, "0"))
    if fen > MOST_FEN:
        raise Refused("金额太大，请核对是不是多打了几位。")
    return fen


def yuan(fen: int) -> str:
    """1260 yuan as "1,260", with cents only where there are some: "1,260.50"."""
    sign, whole, cents = "-" if fen < 0 else "", abs(fen) // 100, abs(fen) % 100
    return f"{sign}{whole:,}.{cents:02d}" if cents else f"{sign}{whole:,}"


def cell(fen: int) -> Decimal:
    """The sum in yuan, for a cell that a spreadsheet adds up."""
    return Decimal(fen).scaleb(-2)


def shares(fen: int, parts: int) -> list[int]:
    """`fen` in `parts` as equal as whole fen allow; the first ones carry the rest."""
    each, rest = divmod(fen, parts)
    return [each + (number < rest) for number in range(parts)]
