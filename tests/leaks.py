"""Finding identity numbers that lie open, however they are written or wrapped.

A scanner of its own: it shares no code with what it checks.
"""

import base64
import io
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from stdnum.cn import ric

_NUMBER = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)")
_BETWEEN = re.compile(r"(?<=\d)[\s\-–—_.·+]+(?=[\dX])")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_URLSAFE = bytes.maketrans(b"+/", b"-_")
DEEPEST = 3


def numbers_in(*found: Any) -> set[str]:
    """Every number with a possible date and the right check character in these values."""
    return {
        number
        for value in found
        for text in _readings(_bytes(value))
        for number in _NUMBER.findall(text)
        if _is_real(number)
    }


def database() -> dict[str, set[str]]:
    """Column -> numbers lying open in it, in every table of the database."""
    found: dict[str, set[str]] = {}
    for place, value in stored():
        if numbers := numbers_in(value):
            found.setdefault(place, set()).update(numbers)
    return found


def stored() -> Iterator[tuple[str, Any]]:
    """("table.column", value) of every row of every table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            places = [f"{table}.{column.name}" for column in cursor.description]
            for row in cursor.fetchall():
                yield from zip(places, row, strict=True)


def in_files(folder: Path) -> dict[str, set[str]]:
    """Name -> numbers lying open in it, in every file under a folder."""
    found = (
        (file.name, numbers_in(*opened(file.read_bytes())))
        for file in folder.rglob("*")
        if file.is_file()
    )
    return {name: numbers for name, numbers in found if numbers}


def opened(content: bytes) -> list[bytes]:
    """The bytes, and where they are a workbook (or another zip) what is packed in it."""
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [content, *(archive.read(name) for name in archive.namelist())]


def in_redis() -> dict[str, set[str]]:
    """Key -> numbers lying open in it or under it."""
    found = ((key, numbers_in(key, *values)) for key, values in in_keys().items())
    return {key: numbers for key, numbers in found if numbers}


def in_keys() -> dict[str, list[Any]]:
    """Everything that Redis holds."""
    server = redis.Redis.from_url(settings.REDIS_URL)
    return {key.decode(errors="replace"): list(_under(server, key)) for key in server.scan_iter()}


def _under(server: redis.Redis, key: bytes) -> Iterator[Any]:
    match server.type(key):
        case b"string":
            yield server.get(key)
        case b"list":
            yield from server.lrange(key, 0, -1)
        case b"set":
            yield from server.smembers(key)
        case b"zset":
            yield from server.zrange(key, 0, -1)
        case b"hash":
            yield from (each for pair in server.hgetall(key).items() for each in pair)
        case b"stream":
            yield repr(server.xrange(key))


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    return str(value).encode(errors="replace")


def _readings(raw: bytes, depth: int = 0) -> Iterator[str]:
    """The text as it stands, and all that is wrapped in it: base64 of any kind, and zlib."""
    text = _ESCAPE.sub(_unescaped, raw.decode("utf-8", errors="replace"))
    plain = unicodedata.normalize("NFKC", text).upper()
    yield plain
    yield _BETWEEN.sub("", plain)
    if depth < DEEPEST:
        for inner in _unwrapped(raw):
            yield from _readings(inner, depth + 1)


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16))


def _unwrapped(raw: bytes) -> Iterator[bytes]:
    for run in _BASE64.findall(raw):
        even = run.rstrip(b"=").translate(_URLSAFE)
        try:
            inner = base64.urlsafe_b64decode(even + b"=" * (-len(even) % 4))
        except ValueError:
            continue
        yield inner
        try:
            yield zlib.decompress(inner)
        except zlib.error:
            continue


def _is_real(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return ric.calc_check_digit(number) == number[17]
