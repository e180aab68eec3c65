"""A file offered as evidence: its clean name and its kind, told by its content, or one Japanese sentence why not.

Pure: no database, no request. What a file calls itself is not believed: the extension says what it wants to be, and
the bytes must agree. Looking into it must never cost more than the file is worth.
"""

import re
import unicodedata
import zlib
from dataclasses import dataclass
from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from progress.workflow import WorkflowError

MEGABYTE = 1024 * 1024
# A document of ten megabytes stays far below each of these; a bomb does not.
MAXIMUM_PARTS = 5_000
MAXIMUM_UNPACKED = 100 * MEGABYTE
MAXIMUM_LIST = MEGABYTE
LONGEST_STEM = 100

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
CONTENT_TYPES = "[Content_Types].xml"

TAKEN = "PDF、Word・Excel・PowerPoint（.docx・.xlsx・.pptx）、画像（.jpg・.png・.gif）"
EMPTY = "ファイルが空です。中身を確かめてください。"
OLD = (
    "古い形式のファイルです。Word・Excel・PowerPointで新しい形式"
    "（.docx・.xlsx・.pptx）にするか、PDFにして添付してください。"
)
LOCKED = "パスワードが掛かっています。事務局が読めるよう、パスワードを外して保存し直してください。"
MACRO = "マクロを含むファイルは添付できません。マクロのない形式か、PDFにして添付してください。"
SCRIPT = "スクリプトを含むPDFは添付できません。印刷の機能でPDFに保存し直してください。"
PROGRAM = "中にプログラムを含むファイルは添付できません。PDFにして添付してください。"
BLOATED = "ファイルの中身が大きすぎます。PDFにして添付してください。"
BROKEN = "ファイルが壊れています。元のソフトで開き、保存し直してください。"
# What zipfile says of an archive that is not whole.
DAMAGE = (BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, KeyError, EOFError)

OLD_EXTENSIONS = frozenset({"doc", "xls", "ppt", "dot", "xlt", "pot"})
MACRO_EXTENSIONS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "ppsm"})
PROGRAMS = tuple(
    f".{extension}"
    for extension in (
        *("exe", "dll", "com", "scr", "msi", "bat", "cmd", "ps1", "vbs", "js", "jar"),
        *("hta", "htm", "html", "lnk"),
    )
)
MACRO_TYPES = ("macroenabled", "vbaproject", "ms-office.activex", "macrosheet")
# Names of PDF actions, long enough never to come about by chance. They may also stand in a packed part of the file,
# where we do not look: what is taken out is therefore never opened by the browser.
PDF_SCRIPTS = (b"/JavaScript", b"/Launch")
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')


class AttachmentError(WorkflowError):
    """A file that cannot be attached; the message is Japanese and meant for the person."""


@dataclass(frozen=True)
class Kind:
    """One kind of file that is taken, and how a browser is told of it. ``main`` is the type of an Office file."""

    label: str
    media_type: str
    extensions: tuple[str, ...]
    signatures: tuple[bytes, ...]
    main: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": Kind("PDF", "application/pdf", ("pdf",), (b"%PDF-",)),
    "word": Kind(
        "Word",
        f"{_OFFICE}wordprocessingml.document",
        ("docx",),
        (ZIP,),
        f"{_OFFICE}wordprocessingml.document.main+xml",
    ),
    "excel": Kind(
        "Excel",
        f"{_OFFICE}spreadsheetml.sheet",
        ("xlsx",),
        (ZIP,),
        f"{_OFFICE}spreadsheetml.sheet.main+xml",
    ),
    "slides": Kind(
        "PowerPoint",
        f"{_OFFICE}presentationml.presentation",
        ("pptx",),
        (ZIP,),
        f"{_OFFICE}presentationml.presentation.main+xml",
    ),
    "jpeg": Kind("画像（JPEG）", "image/jpeg", ("jpg", "jpeg"), (b"\xff\xd8\xff",)),
    "png": Kind("画像（PNG）", "image/png", ("png",), (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",)),
    "gif": Kind("画像（GIF）", "image/gif", ("gif",), (b"GIF87a", b"GIF89a")),
}
BY_EXTENSION = {extension: key for key, kind in KINDS.items() for extension in kind.extensions}
ACCEPT = ",".join(f".{extension}" for extension in BY_EXTENSION)


@dataclass(frozen=True)
class OfferedFile:
    """A file that may be attached."""

    name: str
    kind: str
    content: bytes


def offered(name: str, content: bytes) -> OfferedFile:
    """Return the file under its clean name and as what it is.

    Raises:
        AttachmentError: it is nothing that is taken.
    """
    clean, extension = clean_name(name)
    if not content:
        raise AttachmentError(EMPTY)
    if extension in MACRO_EXTENSIONS:
        raise AttachmentError(MACRO)
    if extension in OLD_EXTENSIONS:
        raise AttachmentError(LOCKED if ENCRYPTED_STREAM in content else OLD)
    key = BY_EXTENSION.get(extension)
    if key is None:
        raise AttachmentError(f"この種類のファイルは添付できません。{TAKEN}にしてください。")
    kind = KINDS[key]
    if kind.main and content.startswith(COMPOUND):
        raise AttachmentError(LOCKED if ENCRYPTED_STREAM in content else OLD)
    if not content.startswith(kind.signatures):
        raise AttachmentError(different(extension))
    if key == "pdf" and any(word in content for word in PDF_SCRIPTS):
        raise AttachmentError(SCRIPT)
    if kind.main:
        _look_into_office(content, kind, extension)
    return OfferedFile(clean, key, content)


def clean_name(name: str) -> tuple[str, str]:
    """Return a name every desktop can keep, and its extension in small letters.

    What is not seen goes, above all the marks that write backwards and so hide an extension.
    """
    text = unicodedata.normalize("NFC", name)
    seen = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    words = " ".join(NOT_IN_NAMES.sub("_", seen).split())
    stem, dot, extension = words.rpartition(".")
    if not dot:
        return words[:LONGEST_STEM], ""
    stem = stem[:LONGEST_STEM].strip(" .") or "添付"
    return f"{stem}.{extension.lower()}", extension.lower()


def different(extension: str) -> str:
    """Return the words for a file whose content is not what its name says."""
    return (
        f"ファイルの中身が、名前の終わり（.{extension}）の示す種類と違います。"
        "元のソフトで開き、保存し直してください。"
    )


def _look_into_office(content: bytes, kind: Kind, extension: str) -> None:
    try:
        with ZipFile(BytesIO(content)) as archive:
            _look_at_parts(archive.infolist())
            if CONTENT_TYPES not in archive.namelist():
                raise AttachmentError(different(extension))
            types = _types(archive)
            # Unpacks every part once, so that a directory that lies about sizes is found out as well.
            is_whole = archive.testzip() is None
    except DAMAGE as error:
        raise AttachmentError(BROKEN) from error
    if any(word in type_ for type_ in types for word in MACRO_TYPES):
        raise AttachmentError(MACRO)
    if kind.main not in types:
        raise AttachmentError(different(extension))
    if not is_whole:
        raise AttachmentError(BROKEN)


def _look_at_parts(parts: list[ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if len(parts) > MAXIMUM_PARTS or sum(part.file_size for part in parts) > MAXIMUM_UNPACKED:
        raise AttachmentError(BLOATED)
    if any(part.flag_bits & 1 for part in parts):
        raise AttachmentError(LOCKED)
    if len(names) != len(parts):  # two parts of one name: every program reads another one
        raise AttachmentError(BROKEN)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise AttachmentError(MACRO)
    if any(name.endswith(PROGRAMS) for name in names):
        raise AttachmentError(PROGRAM)


def _types(archive: ZipFile) -> frozenset[str]:
    """Return the types the parts of an Office file declare."""
    if archive.getinfo(CONTENT_TYPES).file_size > MAXIMUM_LIST:
        raise AttachmentError(BLOATED)
    try:
        root = fromstring(archive.read(CONTENT_TYPES))
    except (ParseError, DefusedXmlException) as error:
        raise AttachmentError(BROKEN) from error
    return frozenset(node.get("ContentType", "").lower() for node in root)
