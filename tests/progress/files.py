"""Real files, made here byte by byte: what people attach, and what they should not."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

OFFICE = "application/vnd.openxmlformats-officedocument."
MAINS = {
    "docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation.main+xml"),
}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf(words: bytes = b"", size: int = 0) -> bytes:
    """A document of one empty page; ``words`` go into its catalog."""
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R" + words + b">>endobj\n"
    pages = b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    body = head + pages + page + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    return body + b"%" * (size - len(body))


def png() -> bytes:
    """One black dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + rows + chunk(b"IEND", b"")


def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def gif() -> bytes:
    return b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"


def office(extension: str, *, types: str = "", **parts: bytes) -> bytes:
    """An Office file of one part, with further ``parts`` (__ for /, _ for .) and types that it declares."""
    main, type_ = MAINS[extension]
    declared = f'<Override PartName="/{main}" ContentType="{type_}"/>{types}'
    content_types = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{declared}</Types>"
    )
    further = {
        name.replace("__", "/").replace("_", "."): content for name, content in parts.items()
    }
    return archive({"[Content_Types].xml": content_types.encode(), main: b"<x/>", **further})


def archive(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


def encrypted() -> bytes:
    """The beginning of what Office makes of a file with a password."""
    return COMPOUND + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(96)
