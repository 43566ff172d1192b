"""Pictures a worker adds of their own will: decoded, re-encoded, kept private."""

import io
import logging
import uuid

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from audit import services as audit
from audit.refusal import Refused
from membership.models import Application, Attachment, State
from membership.permissions import refusal_to_answer

logger = logging.getLogger("portal.uploads")

MOST = 3
TOO_MANY_PIXELS = "照片的尺寸太大，请截个图再传。"
LONGEST_SIDE = 2000
_FORMATS = ("JPEG", "PNG", "WEBP")
_KIND_WORDS = {
    ".heic": "苹果手机的HEIC照片暂时打不开，请截个图再传。",
    ".heif": "苹果手机的HEIC照片暂时打不开，请截个图再传。",
    ".svg": "这种图片格式不能用，请传照片或截图。",
    ".pdf": "这里只收照片，PDF请截图后再传。",
}


def add(application: Application, *, upload, actor) -> Attachment:
    """Keep a picture with an open application.

    Raises Refused (field "photo") for what is no picture, is too large, or is one too many.
    """
    with transaction.atomic():
        application = Application.objects.select_for_update().get(pk=application.pk)
        reason = refusal_to_answer(actor, application)
        if reason or application.state not in (State.SUBMITTED, State.RETURNED):
            raise Refused(reason or "这份申请已经办完，不用再补照片。", field="photo")
        if application.attachments.count() >= MOST:
            raise Refused(f"最多传{MOST}张，已经够了。", field="photo")
        content = reencode(upload)
        attachment = Attachment(application=application, size=len(content))
        _store(attachment, content)
        audit.record(
            "membership.attachment_added",
            actor=actor,
            subject=application,
            person=application.person_id,
        )
    return attachment


def _store(attachment: Attachment, content: bytes) -> None:
    """The file first, then the row: no row without its file."""
    try:
        # A random name: neither the worker's file name nor a guessable one reaches the disk.
        attachment.file.save(f"joining/{uuid.uuid4().hex}.jpg", ContentFile(content), save=False)
    except OSError as error:
        logger.exception("an upload could not be stored")
        raise Refused("照片现在存不下，请过一会儿再传。申请不受影响。", field="photo") from error
    attachment.save()


def reencode(upload) -> bytes:
    """The picture as a fresh JPEG: no metadata (EXIF, GPS), no trailing data, bounded size."""
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


def _what_it_is(raw: bytes) -> str:
    try:
        kind = puremagic.from_string(raw)
    except puremagic.PureError:
        kind = ""
    return _KIND_WORDS.get(kind, "这个文件不是能打开的照片，请传JPG或PNG。")
