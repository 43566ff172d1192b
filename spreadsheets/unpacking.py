"""The parts of a workbook that are read, inflated under a cap and looked through as they pass.

What a zip's directory says of sizes may be a lie, and half a megabyte can become gigabytes. So the
parts are inflated here, counted byte by byte, and written into an archive of our own: the reader
behind opens that one, and finds exactly what was looked at.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from audit.refusal import Refused
from spreadsheets.markup import Scan

MOST_UNPACKED = 120 * 1024 * 1024
MOST_PARTS = 2000
PIECE = 256 * 1024
# What a reader of values needs; pictures, charts, queries and links stay outside.
_NEEDED = re.compile(
    r"^(\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|sharedStrings|styles)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml)$"
)
_LOCAL_HEADER = 30
BROKEN = "这个文件已经损坏，请在Excel或WPS里另存一份再传。"
TOO_BIG = "表格展开以后太大，请删掉用不到的工作表和行，或分成几份再传。"


def unpack(file: IO[bytes], out: IO[bytes]) -> dict[str, Scan]:
    """Write the needed parts to `out` as a plain archive; returns what each sheet's part holds.

    Raises Refused.
    """
    scans: dict[str, Scan] = {}
    try:
        with zipfile.ZipFile(file) as archive, zipfile.ZipFile(out, "w") as copy:
            for info in _needed(archive):
                scan = Scan(is_sheet=info.filename.startswith("xl/worksheets/"))
                with copy.open(zipfile.ZipInfo(info.filename), "w") as part:
                    for piece in _inflated(file, info):
                        scan.feed(piece)
                        part.write(piece)
                scan.close()
                if scan.is_sheet:
                    scans[info.filename] = scan
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise Refused(BROKEN) from error
    return scans


def _needed(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise Refused(TOO_BIG)
    needed = [info for info in parts if _NEEDED.match(info.filename)]
    if len({info.filename for info in needed}) < len(needed):
        raise Refused(BROKEN)
    if any(info.flag_bits & 1 for info in needed):
        raise Refused("这个文件有密码，打不开。请去掉密码，另存一份再传。")
    if sum(info.file_size for info in needed) > MOST_UNPACKED:
        raise Refused(TOO_BIG)
    return needed


def _inflated(file: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's bytes, never more than the directory promised."""
    left = info.file_size
    for piece in _decompressed(_raw(file, info), info.compress_type):
        left -= len(piece)
        if left < 0:
            raise Refused(BROKEN)
        yield piece
    if left:
        raise Refused(BROKEN)


def _raw(file: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    if header[:4] != b"PK\x03\x04" or len(header) < _LOCAL_HEADER:
        raise Refused(BROKEN)
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    start, left = info.header_offset + _LOCAL_HEADER + name + extra, info.compress_size
    while left > 0:
        # Others may have moved the file's position since.
        file.seek(start)
        piece = file.read(min(PIECE, left))
        if not piece:
            raise Refused(BROKEN)
        start, left = start + len(piece), left - len(piece)
        yield piece


def _decompressed(pieces: Iterator[bytes], method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from pieces
    elif method == zipfile.ZIP_DEFLATED:
        machine = zlib.decompressobj(-15)
        for piece in pieces:
            yield machine.decompress(piece, PIECE)
            while machine.unconsumed_tail:
                yield machine.decompress(machine.unconsumed_tail, PIECE)
        yield machine.flush()
    else:
        raise Refused(BROKEN)
