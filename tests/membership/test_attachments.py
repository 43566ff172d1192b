import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from audit.refusal import Refused
from membership import attachments
from membership.models import Attachment
from tests.factories import a_picture

pytestmark = pytest.mark.usefixtures("private_folder")


def test_a_photo_is_kept_as_a_fresh_jpeg_without_its_metadata(application, worker):
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    kept = attachments.add(application, upload=a_picture(exif=exif), actor=worker)

    raw = kept.file.read()
    assert b"Secret Camera" not in raw
    assert Image.open(io.BytesIO(raw)).format == "JPEG"
    assert "我的照片" not in kept.file.name


def test_a_png_becomes_a_jpeg_and_a_huge_side_shrinks(application, worker):
    kept = attachments.add(application, upload=a_picture("PNG", (3000, 30)), actor=worker)

    assert Image.open(kept.file).size == (2000, 20)


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
def test_what_is_no_picture_is_refused_in_words(application, worker, content, sentence):
    upload = SimpleUploadedFile("photo.jpg", content)

    with pytest.raises(Refused, match=sentence) as refused:
        attachments.add(application, upload=upload, actor=worker)

    assert refused.value.field == "photo"
    assert not Attachment.objects.exists()


def test_a_picture_that_unpacks_to_a_monster_is_refused_before_decoding(
    application, worker, settings
):
    settings.UPLOAD_MAX_PIXELS = 1000

    with pytest.raises(Refused, match="尺寸太大"):
        attachments.add(application, upload=a_picture(size=(64, 48)), actor=worker)


def test_a_file_too_large_is_refused(application, worker, settings):
    settings.UPLOAD_MAX_BYTES = 100

    with pytest.raises(Refused, match="太大"):
        attachments.add(application, upload=a_picture(), actor=worker)


def test_three_are_enough_and_only_the_applicants_own(application, worker, other_worker):
    for _ in range(attachments.MOST):
        attachments.add(application, upload=a_picture(), actor=worker)

    with pytest.raises(Refused, match="已经够了"):
        attachments.add(application, upload=a_picture(), actor=worker)
    with pytest.raises(Refused, match="申请人本人"):
        attachments.add(application, upload=a_picture(), actor=other_worker)


@pytest.mark.parametrize("side", [7_000, 20_000])
def test_a_small_file_of_too_many_pixels_is_refused_unopened(application, worker, side):
    with pytest.raises(Refused, match="尺寸太大"):
        attachments.add(application, upload=a_png_that_says(side), actor=worker)
    assert not Attachment.objects.exists()


def a_png_that_says(side: int) -> SimpleUploadedFile:
    """A valid header of side × side pixels with next to nothing behind it."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    raw = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0"))
    return SimpleUploadedFile("photo.png", raw + chunk(b"IEND", b""))


def chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def test_a_disk_that_takes_nothing_leaves_no_row_and_is_said_kindly(
    application, worker, settings, tmp_path
):
    (tmp_path / "full").write_text("no directory")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "full")},
        }
    }
    with pytest.raises(Refused, match="现在存不下"):
        attachments.add(application, upload=a_picture(), actor=worker)
    assert not Attachment.objects.exists()
