"""Where uploads and finished lists lie: private, under names nobody can guess, for a short while."""

import hashlib
import logging
import uuid
from collections.abc import Iterable
from typing import IO, Any

from django.core.files.storage import default_storage

from audit.refusal import Refused
from spreadsheets.models import Job

logger = logging.getLogger("portal.uploads")

FOLDERS = IMPORTS, EXPORTS = "imports", "exports"
PIECE = 256 * 1024
NO_ROOM = "表格现在存不下，请过一会儿再传。"


def new_name(folder: str) -> str:
    return f"{folder}/{uuid.uuid4().hex}.xlsx"


def store(folder: str, file: Any) -> str:
    """The name it is kept under. Raises Refused when there is no room."""
    try:
        return default_storage.save(new_name(folder), file)
    except OSError as error:
        logger.exception("a spreadsheet could not be stored")
        raise Refused(NO_ROOM, field="file") from error


def remove(job: Job) -> None:
    """The row forgets its file first: a row without a file is said, a stray file is tidied."""
    name = job.file.name
    if name:
        job.file = ""
        job.save(update_fields=["file"])
        remove_named([name])


def remove_named(names: Iterable[str]) -> None:
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("a spreadsheet could not be removed")


def digest(file: IO[bytes]) -> str:
    found = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        found.update(piece)
    return found.hexdigest()
