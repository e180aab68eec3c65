"""What may be attached, told by its content; and why the rest may not."""

import re

import pytest

from progress import attached_files
from progress.attached_files import AttachmentError, clean_name, offered
from tests.progress import files

GOOD = {
    "資料.pdf": (files.pdf(), "pdf"),
    "資料.PDF": (files.pdf(), "pdf"),
    "資料.docx": (files.office("docx"), "word"),
    "資料.xlsx": (files.office("xlsx"), "excel"),
    "資料.pptx": (files.office("pptx"), "slides"),
    "写真.jpg": (files.jpeg(), "jpeg"),
    "写真.jpeg": (files.jpeg(), "jpeg"),
    "写真.png": (files.png(), "png"),
    "写真.gif": (files.gif(), "gif"),
}


@pytest.mark.parametrize("name", GOOD)
def test_kind_is_told_by_the_content(name):
    content, kind = GOOD[name]

    assert offered(name, content).kind == kind


DIFFERENT = "示す種類と違います"
NOT_TAKEN = "この種類のファイルは添付できません"
MACRO_TYPE = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
HIDDEN_TYPE = '<Default Extension="x" ContentType="application/vnd.ms-office.vb&#65;Project"/>'
ENABLED = (
    '<Override PartName="/x" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
)
BAD = {
    "empty": ("資料.pdf", b"", attached_files.EMPTY),
    "program": ("setup.exe", b"MZ\x90\x00", NOT_TAKEN),
    "page": ("案内.html", b"<html><script>alert(1)</script>", NOT_TAKEN),
    "drawing with a script": ("図.svg", b"<svg onload='alert(1)'/>", NOT_TAKEN),
    "text": ("メモ.txt", "メモ".encode(), NOT_TAKEN),
    "archive": ("一式.zip", files.archive({"a.txt": b"a"}), NOT_TAKEN),
    "no extension": ("資料", files.pdf(), NOT_TAKEN),
    "hidden file": (".pdf.", files.pdf(), NOT_TAKEN),
    "program called PDF": ("資料.pdf", b"MZ\x90\x00", DIFFERENT),
    "page called image": ("写真.png", b"<html>", DIFFERENT),
    "page called JPEG": ("写真.jpg", b"<svg/>", DIFFERENT),
    "PDF called Word": ("資料.docx", files.pdf(), DIFFERENT),
    "Excel called Word": ("資料.docx", files.office("xlsx"), DIFFERENT),
    "Word called Excel": ("資料.xlsx", files.office("docx"), DIFFERENT),
    "image called PDF": ("資料.pdf", files.png(), DIFFERENT),
    "old Word": ("資料.doc", files.COMPOUND + bytes(600), attached_files.OLD),
    "old Excel with the new name": ("表.xlsx", files.COMPOUND + bytes(600), attached_files.OLD),
    "password": ("資料.docx", files.encrypted(), attached_files.LOCKED),
    "password on an old name": ("表.xls", files.encrypted(), attached_files.LOCKED),
    "macro by name": ("表.xlsm", files.office("xlsx"), attached_files.MACRO),
    "macro part": ("表.xlsx", files.office("xlsx", xl__vbaProject_bin=b"x"), attached_files.MACRO),
    "macro under another name": (
        "表.xlsx",
        files.office("xlsx", types=MACRO_TYPE, xl__x_bin=b"x"),
        attached_files.MACRO,
    ),
    "macro type in other letters": (
        "資料.docx",
        files.office("docx", types=HIDDEN_TYPE),
        attached_files.MACRO,
    ),
    "macro-enabled document": (
        "資料.docx",
        files.office("docx", types=ENABLED),
        attached_files.MACRO,
    ),
    "old macro sheet": (
        "表.xlsx",
        files.office("xlsx", xl__macrosheets__sheet1_xml=b"<x/>"),
        attached_files.MACRO,
    ),
    "program inside": (
        "資料.docx",
        files.office("docx", word__embeddings__setup_exe=b"MZ"),
        attached_files.PROGRAM,
    ),
    "script in a PDF": (
        "資料.pdf",
        files.pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        attached_files.SCRIPT,
    ),
    "program started by a PDF": (
        "資料.pdf",
        files.pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
        attached_files.SCRIPT,
    ),
    "bomb": (
        "表.xlsx",
        files.office("xlsx", xl__a_xml=bytes(101 * attached_files.MEGABYTE)),
        attached_files.BLOATED,
    ),
    "endless list of types": (
        "表.xlsx",
        files.office("xlsx", types=" " * (attached_files.MAXIMUM_LIST + 1)),
        attached_files.BLOATED,
    ),
    "torn off": ("資料.docx", files.office("docx")[:200], attached_files.BROKEN),
    "only a beginning": ("資料.docx", b"PK\x03\x04", attached_files.BROKEN),
    "archive called Word": (
        "資料.docx",
        files.archive({"a.txt": b"a"}),
        DIFFERENT,
    ),
    "types that are no XML": (
        "資料.docx",
        files.archive({"[Content_Types].xml": b"<Types"}),
        attached_files.BROKEN,
    ),
    "types that call a file": (
        "資料.docx",
        files.archive(
            {"[Content_Types].xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///x">]><x>&a;</x>'}
        ),
        attached_files.BROKEN,
    ),
}


@pytest.mark.parametrize("why", BAD)
def test_file_is_refused_with_its_reason(why):
    name, content, reason = BAD[why]

    with pytest.raises(AttachmentError, match=re.escape(reason)):
        offered(name, content)


def test_more_parts_than_any_document_has():
    parts = {f"word/{number}.xml": b"" for number in range(attached_files.MAXIMUM_PARTS)}
    types = files.archive({"[Content_Types].xml": b"<Types/>", **parts})

    with pytest.raises(AttachmentError, match=attached_files.BLOATED):
        offered("資料.docx", types)


def test_damaged_part_is_found():
    content = files.office("docx", word__a_xml=b"tell-tale" * 9)
    place = content.index(b"word/a.xml") + len(b"word/a.xml") + 4

    with pytest.raises(AttachmentError, match=attached_files.BROKEN):
        offered("資料.docx", content[:place] + b"\xff\xff" + content[place + 2 :])


def test_part_that_unpacks_to_more_than_its_directory_says():
    content = bytearray(files.office("docx", word__a_xml=bytes(1000)))
    size = (1000).to_bytes(4, "little")
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = (10).to_bytes(4, "little")

    with pytest.raises(AttachmentError, match=attached_files.BROKEN):
        offered("資料.docx", bytes(content))


def test_two_parts_of_one_name():
    first = files.office("docx", word__a_xml=b"a", word__b_xml=b"b")

    with pytest.raises(AttachmentError, match=attached_files.BROKEN):
        offered("資料.docx", first.replace(b"word/b.xml", b"word/A.xml"))


def test_locked_part():
    content = bytearray(files.office("docx", word__a_xml=b"a"))
    content[content.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(AttachmentError, match=attached_files.LOCKED):
        offered("資料.docx", bytes(content))


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("実施報告　令和８年.PDF", "実施報告 令和８年.pdf"),
        ("か\u3099.pdf", "が.pdf"),
        ("C:\\Users\\a\\資料.pdf", "C__Users_a_資料.pdf"),
        ("../../etc/passwd.pdf", "_.._etc_passwd.pdf"),
        ("資料\u202efdp.exe", "資料fdp.exe"),
        ('a"b\r\nX-Evil: 1.pdf', "a_bX-Evil_ 1.pdf"),
        ("資料\x00.pdf", "資料.pdf"),
        ("...pdf", "添付.pdf"),
        (f"{'長' * 300}.pdf", f"{'長' * 100}.pdf"),
        ("資料 .pdf", "資料.pdf"),
    ],
)
def test_name_is_one_every_desktop_can_keep(given, clean):
    assert clean_name(given)[0] == clean
