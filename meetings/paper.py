"""The 提案書 as it is printed: head and the nine headings with their lines. Page and workbook print the same."""

import re
from dataclasses import dataclass
from datetime import date

from fiscal import wareki
from meetings import comparison
from meetings.comparison import Count, Row
from meetings.models import Proposal
from meetings.proposal_actions import counts_of

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
FIRST_CIRCLED = ord("①")
# A line that opens what stands below it and may not end a page: １　タイトル, （１）ＤＸの定義, 【背景】.
OPENING = re.compile(r"[0-9０-９]+[　 ．.]|[（(][0-9０-９]+[）)]|【[^】]*】\Z")
LAWS = "【根拠法令】"
HEADINGS = {
    "①": "件　　名",
    "②": "施策等を必要とする背景及び目的（理由）",
    "③": "根拠法令及び総合計画又は個別計画との整合性",
    "④": "提案に至るまでの経過（市民参加の有無とその内容を含む。）",
    "⑤": "主な内容",
    "⑥": "実施した場合の影響・効果（財源措置及び複数年のコスト計算を含む。）",
    "⑦": "県内他の自治体の政策との比較検討",
    "⑧": "今後の予定及び施行予定年月日",
    "⑨": "その他",
}
# The form's own words where nothing has been chosen yet.
UNDECIDED = "【〔総合計画との整合性　総合計画の位置付け：有・無〕　又は　〔個別計画との整合性〕】"
NO_NUMBER = "資料に記載なし"


@dataclass(frozen=True)
class Line:
    """A paragraph; an empty one is a gap. ``opens`` may not be parted from what follows."""

    text: str
    opens: bool = False


@dataclass(frozen=True)
class Heading:
    """One of the nine, with what stands under it."""

    number: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Paper:
    """The whole paper."""

    title: str
    kind: str
    submitted: str
    department: str
    headings: tuple[Heading, ...]
    comparison: tuple[Row, ...]
    agrees: bool


def build(proposal: Proposal) -> Paper:
    """Return the paper of a proposal (the meeting, its body and the lines of ⑦ are read)."""
    counts = counts_of(proposal)
    under = {
        "①": proposal.subject,
        "②": _reasons(proposal),
        "③": _laws(proposal),
        "④": _course(proposal),
        "⑤": proposal.content,
        "⑥": _effect(proposal),
        "⑦": _comparison(proposal, counts),
        "⑧": proposal.schedule,
        "⑨": proposal.other,
    }
    return Paper(
        title=title(proposal),
        kind="　".join(proposal.get_kind_display()),
        submitted=f"提　出　日：{wide_date(proposal.submitted_on)}",
        department=f"担当部・課：{department(proposal)}",
        headings=tuple(
            Heading(number, title, lines(under[number])) for number, title in HEADINGS.items()
        ),
        comparison=tuple(comparison.rows(counts, proposal.comparison_total)),
        agrees=comparison.agrees([count.number for count in counts], proposal.comparison_total),
    )


def title(proposal: Proposal) -> str:
    """令和３年度 第２回石巻市情報化推進本部提案."""
    meeting = proposal.meeting
    year, number = wareki.fiscal_year(meeting.year), meeting.number
    return f"{year} 第{number}回{meeting.body}提案".translate(WIDE)


def department(proposal: Proposal) -> str:
    """復興政策部ＩＣＴ総合推進課〔内線４２６２〕."""
    extension = f"〔内線{proposal.extension.translate(WIDE)}〕" if proposal.extension else ""
    return proposal.department_printed + extension


def wide_date(day: date | None) -> str:
    """令和３年１２月６日, every digit full-width as on the paper; empty without a day."""
    return wareki.full_date(day).translate(WIDE) if day else ""


def lines(text: str) -> tuple[Line, ...]:
    """Cut a text into its paragraphs; what has nothing to print has no lines."""
    if not text.strip():
        return ()
    paragraphs = [paragraph.rstrip() for paragraph in text.splitlines()]
    return tuple(
        Line(paragraph, opens=bool(OPENING.match(paragraph.lstrip()))) for paragraph in paragraphs
    )


def _blocks(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block)


def _reasons(proposal: Proposal) -> str:
    named = (("【背景】", proposal.background), ("【目的】", proposal.aim))
    return _blocks(*(f"{name}\n{text}" for name, text in named if text))


def _laws(proposal: Proposal) -> str:
    indent = "\n" + "　" * (len(LAWS) + 1)
    laws = indent.join(line for line in proposal.laws.splitlines() if line.strip())
    chosen = {
        "": UNDECIDED,
        Proposal.Alignment.SEPARATE: f"【{Proposal.Alignment.SEPARATE.label}】",
    }
    placed = f"【総合計画との整合性　{proposal.get_alignment_display()}】"
    aligned = chosen.get(proposal.alignment, placed)
    text = f"{aligned}\n{proposal.alignment_text}" if proposal.alignment_text else aligned
    return _blocks(f"{LAWS}　{laws}" if laws else LAWS, text)


def _course(proposal: Proposal) -> str:
    if not proposal.participation:
        return proposal.course
    said = f"【市民参加】　{proposal.get_participation_display()}"
    return _blocks(proposal.course, "\n".join(filter(None, (said, proposal.participation_text))))


def _effect(proposal: Proposal) -> str:
    cost = f"【財源措置・複数年のコスト】\n{proposal.cost}" if proposal.cost else ""
    return _blocks(proposal.effect, cost)


def _comparison(proposal: Proposal, counts: tuple[Count, ...]) -> str:
    table = [proposal.comparison_title]
    if proposal.comparison_total is not None:
        unit = counts[0].unit if len({count.unit for count in counts}) == 1 else "自治体"
        whole = f"{proposal.comparison_scope}{proposal.comparison_total}{unit}中"
        table.append(f"　{whole.translate(WIDE)}")
    table += [f"　{counted(at, count)}" for at, count in enumerate(counts)]
    return _blocks(proposal.comparison or source(proposal), "\n".join(row for row in table if row))


def counted(at: int, count: Count) -> str:
    """①策定済み　３市（仙台市、多賀城市、岩沼市）."""
    known = NO_NUMBER if count.number is None else f"{count.number}{count.unit}".translate(WIDE)
    names = f"（{count.names}）" if count.names else ""
    return f"{chr(FIRST_CIRCLED + at)}{count.label}　{known}{names}"


def source(proposal: Proposal) -> str:
    """Where the numbers of ⑦ come from: 宮城県…調査（令和３年１０月５日現在）."""
    day = wide_date(proposal.comparison_as_of)
    return proposal.comparison_source + (f"（{day}現在）" if day else "")
