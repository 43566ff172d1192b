"""Pictures people send of their own will: decoded, written anew, kept under a random name."""

import io
import logging
import uuid
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from audit.refusal import Refused

logger = logging.getLogger("portal.uploads")

TOO_MANY_PIXELS = "照片的尺寸太大，请截个图再传。"
LONGEST_SIDE = 2000
_FORMATS = ("JPEG", "PNG", "WEBP")
_KIND_WORDS = {
    ".heic": "苹果手机的HEIC照片暂时打不开，请截个图再传。",
    ".heif": "苹果手机的HEIC照片暂时打不开，请截个图再传。",
    ".svg": "这种图片格式不能用，请传照片或截图。",
    ".pdf": "这里只收照片，PDF请截图后再传。",
}


def reencode(upload: Any) -> bytes:
    """The picture as a fresh JPEG: no metadata (EXIF, GPS), no trailing data, bounded size.

    Raises Refused (field "photo") for what is no picture, or is too large.
    """
    if upload.size > settings.UPLOAD_MAX_BYTES:
        raise Refused(
            f"照片太大，请传{settings.UPLOAD_MAX_BYTES // 1024 // 1024}MB以内的。", field="photo"
        )
    raw = upload.read()
    if not raw:
        raise Refused("这个文件是空的，请重新选一张照片。", field="photo")
    try:
        picture: Image.Image = Image.open(io.BytesIO(raw), formats=_FORMATS)
        # Pillow only warns of a bomb: look at the size in the header before decoding a pixel.
        if picture.width * picture.height > settings.UPLOAD_MAX_PIXELS:
            raise Refused(TOO_MANY_PIXELS, field="photo")
        picture = ImageOps.exif_transpose(picture).convert("RGB")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except Image.DecompressionBombError as error:
        raise Refused(TOO_MANY_PIXELS, field="photo") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused(_what_it_is(raw), field="photo") from error
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def store(file: Any, content: bytes, *, folder: str, unharmed: str) -> None:
    """Write the bytes behind a row's file field. Call it before the row is saved: no row without
    its file. Raises Refused when the disk takes nothing; `unharmed` says what is safe all the same.
    """
    try:
        # A random name: neither the sender's file name nor a guessable one reaches the disk.
        file.save(f"{folder}/{uuid.uuid4().hex}.jpg", ContentFile(content), save=False)
    except OSError as error:
        logger.exception("an upload could not be stored")
        raise Refused(f"照片现在存不下，请过一会儿再传。{unharmed}", field="photo") from error


def _what_it_is(raw: bytes) -> str:
    try:
        kind = puremagic.from_string(raw)
    except puremagic.PureError:
        kind = ""
    return _KIND_WORDS.get(kind, "这个文件不是能打开的照片，请传JPG或PNG。")
