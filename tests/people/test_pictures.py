"""Pictures are written anew: what is hidden in them goes, what is none is refused in words."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from audit.refusal import Refused
from people import pictures
from tests.factories import a_picture


def test_a_photo_becomes_a_fresh_jpeg_without_its_metadata():
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"

    raw = pictures.reencode(a_picture(exif=exif))

    assert b"Secret Camera" not in raw
    assert Image.open(io.BytesIO(raw)).format == "JPEG"


def test_a_png_becomes_a_jpeg_and_a_huge_side_shrinks():
    raw = pictures.reencode(a_picture("PNG", (3000, 30)))

    assert Image.open(io.BytesIO(raw)).size == (2000, 20)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        (b"not a picture", "不是能打开的照片"),
        (SVG, "请传"),
        (b"%PDF-1.7\n" + b"x" * 200, "PDF"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "请传JPG"),
        (b"MZ" + b"\0" * 200, "不是能打开的照片"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(content, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        pictures.reencode(SimpleUploadedFile("photo.jpg", content))

    assert refused.value.field == "photo"


def test_a_picture_that_unpacks_to_a_monster_is_refused_before_decoding(settings):
    settings.UPLOAD_MAX_PIXELS = 1000

    with pytest.raises(Refused, match="尺寸太大"):
        pictures.reencode(a_picture(size=(64, 48)))


def test_a_file_too_large_is_refused(settings):
    settings.UPLOAD_MAX_BYTES = 100

    with pytest.raises(Refused, match="太大"):
        pictures.reencode(a_picture())


@pytest.mark.parametrize("side", [7_000, 20_000])
def test_a_small_file_of_too_many_pixels_is_refused_unopened(side):
    with pytest.raises(Refused, match="尺寸太大"):
        pictures.reencode(a_png_that_says(side))


def a_png_that_says(side: int) -> SimpleUploadedFile:
    """A valid header of side × side pixels with next to nothing behind it."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    raw = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0"))
    return SimpleUploadedFile("photo.png", raw + chunk(b"IEND", b""))


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
