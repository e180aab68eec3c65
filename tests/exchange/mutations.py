"""Workbooks as accidents and malice make them: random cells, types and structure, the same for the same seed."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random
from xml.sax.saxutils import escape

CELL = re.compile(r'<c r="([A-Z]+)(\d+)"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
ROW = re.compile(r'<row r="\d+".*?</row>', re.DOTALL)
TEXTS = (
    "",
    " ",
    "遅れ",
    "計画どおり",
    "完了",
    "実施中",
    "測定した",
    "集計中",
    "未定",
    "対応中",
    "○",
    "R8.9.30",
    "令和8年9月30日",
    "2026/13/45",
    "８１．３",
    "-1",
    "1e999",
    "NaN",
    "∞",
    "９" * 40,
    "あ" * 2001,
    "=1+1",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "𠮷野家😀",
    "\u202eabc",
    "R8Q2:A-1-1:0001",
    "※注",
    "前回から変化なし",
    "一行目\n二行目",
)
WORDS = (
    "○",
    "実施中",
    "計画どおり",
    "継続",
    "対応中",
    "測定した",
    "文章です。",
    "",
    "80.1",
    "集計中",
    "未定",
)
NUMBERS = (
    "0",
    "1",
    "-5",
    "46295",
    "81.35",
    "1E+308",
    "1E-320",
    "99999999999999999999",
    "2026",
    "0.1",
)


def mutated(raw: bytes, chance: Random) -> bytes:
    """The file with one to four accidents in it."""
    parts = _parts(raw)
    if chance.random() < 0.4:
        _edit(parts, chance, _fill_in)
        return _packed(parts)
    for _ in range(chance.randint(1, 4)):
        chance.choice(ACCIDENTS)(parts, chance)
    content = _packed(parts)
    return _bent(content, chance) if chance.random() < 0.05 else content


def _parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _bent(content: bytes, chance: Random) -> bytes:
    """Cut off, or with a byte changed."""
    if chance.random() < 0.5:
        return content[: chance.randint(4, len(content) - 1)]
    place = chance.randrange(4, len(content))
    return content[:place] + bytes([chance.randrange(256)]) + content[place + 1 :]


def _sheet(parts: dict[str, bytes], chance: Random) -> str:
    names = sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))
    # The page of the initiatives is where most of the writing is.
    return chance.choice([*names, *names[1:3]]) if names else ""


def _edit(parts: dict[str, bytes], chance: Random, change: Callable[[str, Random], str]) -> None:
    name = _sheet(parts, chance)
    if name:
        parts[name] = change(parts[name].decode("utf-8", "replace"), chance).encode()


def _cell(address: str, style: str, chance: Random) -> str:
    kind = chance.randrange(9)
    start = f'<c r="{address}"{style or ""}'
    if kind <= 2:
        text = chance.choice(TEXTS)
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    number = chance.choice(NUMBERS)
    return {
        3: f"{start}><v>{number}</v></c>",
        4: f"{start}><f>SUM(A1:A9)</f><v>{number}</v></c>",
        5: f'{start} t="e"><v>#REF!</v></c>',
        6: f'{start} t="b"><v>1</v></c>',
        7: f'{start} t="d"><v>2026-09-30T00:00:00</v></c>',
        8: f'{start} t="s"><v>{chance.choice(("0", "99999", "-1", "x"))}</v></c>',
    }[kind]


def _change_cells(text: str, chance: Random) -> str:
    """Put something else into a few cells."""
    found = list(CELL.finditer(text))
    for match in sorted(
        chance.sample(found, min(len(found), chance.randint(1, 6))), key=lambda m: -m.start()
    ):
        cell = _cell(match[1] + match[2], match[3], chance)
        text = text[: match.start()] + cell + text[match.end() :]
    return text


def _fill_in(text: str, chance: Random) -> str:
    """Put harmless texts and words into one or two cells to the right, where people write."""
    found = [match for match in CELL.finditer(text) if int(match[2]) > 3 and match[1] > "G"]
    for match in sorted(chance.sample(found, min(len(found), 2)), key=lambda m: -m.start()):
        word = escape(chance.choice(WORDS))
        cell = (
            f'<c r="{match[1]}{match[2]}"{match[3] or ""} t="inlineStr"><is><t>{word}</t></is></c>'
        )
        text = text[: match.start()] + cell + text[match.end() :]
    return text


def _change_rows(text: str, chance: Random) -> str:
    """Lose a row, double one, let two change places, or number one anew."""
    found = list(ROW.finditer(text))
    if len(found) < 2:
        return text
    first, second = sorted(chance.sample(found, 2), key=lambda match: match.start())
    kind = chance.randrange(4)
    if kind == 0:
        return text[: first.start()] + text[first.end() :]
    if kind == 1:
        return text[: second.end()] + first[0] + text[second.end() :]
    if kind == 2:
        return (
            text[: first.start()]
            + second[0]
            + text[first.end() : second.start()]
            + first[0]
            + text[second.end() :]
        )
    number = chance.choice(("0", "-3", "1048576", "99999999", "x"))
    return text.replace(first[0], re.sub(r'r="\d+"', f'r="{number}"', first[0], count=1))


def _change_frame(text: str, chance: Random) -> str:
    """Merge, claim another size, declare an entity, cut the page off, or put a control character in."""
    return chance.choice(
        (
            lambda: text.replace(
                "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A4:F5"/></mergeCells>'
            ),
            lambda: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', text),
            lambda: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="?"', text),
            lambda: '<!DOCTYPE a [<!ENTITY b "c">]>' + text,
            lambda: text[: chance.randrange(len(text))],
            lambda: text.replace("</t>", "&#x1;</t>", 1),
            lambda: text.replace('s="', 's="9999', 3),
            lambda: text.replace("◆", "", chance.randint(1, 5)),
            lambda: text.replace("</row>", '<c r="ZZ9"><v>1</v></c></row>', 1),
        )
    )()


def _lose_part(parts: dict[str, bytes], chance: Random) -> None:
    """Lose a part of the archive."""
    if parts:
        del parts[chance.choice(sorted(parts))]


def _rename_sheet(parts: dict[str, bytes], chance: Random) -> None:
    """Give a sheet another name, or the name of another."""
    book = parts.get("xl/workbook.xml", b"").decode("utf-8", "replace")
    names = re.findall(r'<sheet [^>]*name="([^"]*)"', book)
    if names:
        name, other = chance.choice(names), chance.choice([*names, "別の表", "A" * 40])
        parts["xl/workbook.xml"] = book.replace(f'name="{name}"', f'name="{other}"').encode()


def _swap_sheets(parts: dict[str, bytes], chance: Random) -> None:
    """Put the content of one sheet into another."""
    first, second = _sheet(parts, chance), _sheet(parts, chance)
    if first and second:
        parts[first], parts[second] = parts[second], parts[first]


ACCIDENTS: tuple[Callable[[dict[str, bytes], Random], None], ...] = (
    *(lambda parts, chance: _edit(parts, chance, _change_cells),) * 6,
    *(lambda parts, chance: _edit(parts, chance, _change_rows),) * 2,
    lambda parts, chance: _edit(parts, chance, _change_frame),
    _rename_sheet,
    _swap_sheets,
    _lose_part,
)
