"""提出のお願い: the text that asks a section for its reports, with words that are filled in for each one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fiscal import wareki
from progress.missing import Section
from progress.models import Notice, ReportingPeriod

# What stands between 〔 and 〕 is replaced for each section.
WORDS = ("宛名", "課名", "件数", "期限", "締切", "一覧")
MARK = re.compile(r"〔([^〔〕]*)〕")
ADDRESSED = {
    Notice.Route.CLERK: "担当者 様",
    Notice.Route.HEAD: "所属長 様",
    Notice.Route.OFFICE: "事務局 様",
}
NOBODY = "（{section}には担当者も所属長も登録されていないため、事務局に送っています。）\n\n"
NO_HEAD = "（{section}には所属長が登録されていないため、事務局に送っています。）\n\n"
DUE = "お忙しいところ恐れ入りますが、報告期限の〔期限〕までに提出してくださいますようお願いします。"
DUE_IS_OVER = (
    "報告期限の〔期限〕を過ぎましたが、まだ提出を確認できておりません。"
    "お忙しいところ恐れ入りますが、早めの提出をお願いします。締切は〔締切〕です。"
)


@dataclass(frozen=True)
class Letter:
    """A subject and a text, with their words in 〔 〕 or filled in."""

    subject: str
    text: str


def unknown_words(text: str) -> list[str]:
    """The words in 〔 〕 that nothing is filled in for."""
    return [word for word in MARK.findall(text) if word not in WORDS]


def proposed(period: ReportingPeriod, office: str, is_late: bool) -> Letter:
    """Return the usual request; after the due date it says so."""
    as_of = wareki.month_day(period.as_of)
    asked = DUE_IS_OVER if is_late else DUE
    lines = [
        "〔宛名〕",
        "",
        f"お疲れさまです。{office}です。",
        f"{period.plan} {period}（{as_of}現在）の進捗報告のうち、次の〔件数〕が未提出です。",
        asked,
        "",
        "〔一覧〕",
        "",
        "マイページの「やること」から入力し、提出してください。",
        "変わりのない取組事項は、「前期から変化なし」で提出できます。",
        "行き違いで提出済みの場合は、御容赦ください。",
    ]
    return Letter(f"{period.plan} {period} 進捗報告の提出のお願い", "\n".join(lines))


def to_confirm(period: ReportingPeriod, office: str, is_late: bool) -> Letter:
    """Return the letter to the head of a section that has reported."""
    return confirmation(f"{period.plan} {period} 進捗報告", office, is_late)


def confirmation(title: str, office: str, is_late: bool) -> Letter:
    """Return the letter that asks a head to confirm or to return what the section has handed in."""
    due = "期限の〔期限〕を過ぎました。" if is_late else "期限は〔期限〕です。"
    lines = [
        "〔宛名〕",
        "",
        f"お疲れさまです。{office}です。",
        f"{title}のうち、次の〔件数〕が所属長の確認を待っています。",
        f"{due}お忙しいところ恐れ入りますが、内容の確認をお願いします。締切は〔締切〕です。",
        "",
        "〔一覧〕",
        "",
        "マイページの「やること」から、確認または差戻しができます。",
        "行き違いで確認済みの場合は、御容赦ください。",
    ]
    return Letter(f"{title}の確認のお願い", "\n".join(lines))


def filled(
    letter: Letter,
    closes: date,
    section: Section,
    route: Notice.Route,
    nobody: str = NOBODY,
) -> Letter:
    """Return the letter as one section gets it."""
    words = {
        "宛名": f"{section.name}　{ADDRESSED[route]}",
        "課名": section.name,
        "件数": f"{wareki.digits(len(section.rows) + len(section.questions))}件",
        "期限": wareki.month_day_weekday(section.deadline.day),
        "締切": wareki.month_day_weekday(closes),
        "一覧": _list(section),
    }
    before = nobody.format(section=section.name) if route is Notice.Route.OFFICE else ""
    subject = _fill(letter.subject, {**words, "一覧": words["件数"]})[:100]
    return Letter(subject, before + _fill(letter.text, words))


def _fill(text: str, words: Mapping[str, str]) -> str:
    return MARK.sub(lambda match: words.get(match[1], match[0]), text)


def _list(section: Section) -> str:
    reports = [f"・{row.number} {row.title}（{row.chip.word}）" for row in section.rows]
    return "\n".join([*reports, *(f"・{row.words}" for row in section.questions)])


def together(letters: Sequence[Letter]) -> Letter:
    """Return one letter out of those that go to one person."""
    if len(letters) == 1:
        return letters[0]
    text = f"\n\n{'―' * 20}\n\n".join(letter.text for letter in letters)
    return Letter(f"提出のお願い（{wareki.digits(len(letters))}通）", text)
