"""提案書ファイル: seed 000 word for word, loaded twice without change, refused with line and place."""

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from exchange.planfile.problems import PlanFileError
from exchange.proposalfile import dumping, loading, records
from meetings import paper
from meetings.models import Body, Meeting, Proposal
from tests import factories

ROOT = Path(__file__).parents[2]
FIXTURE = ROOT / "fixtures" / "ishinomaki-proposal-r3-2.yaml"
MANUAL = ROOT / "docs" / "proposal-file.md"
# As the original prints it; line breaks within a paragraph and spaces do not count.
PRINTED = (
    "令和３年度第２回石巻市情報化推進本部提案",
    "提出日：令和３年１２月６日",
    "担当部・課：復興政策部ＩＣＴ総合推進課〔内線４２６２〕",
    (
        "国は、令和２年１２月に決定した「デジタル社会の実現に向けた改革の基本方針」において、目指すデジタル社会のビジョン"
        "「デジタルの活用により、一人ひとりのニーズに合ったサービスを選ぶことができ、多様な幸せが実現できる社会～誰一人取り残さない、"
        "人に優しいデジタル化～」を踏まえ、令和３年５月にデジタル社会形成のための基本理念等定めた「デジタル社会形成基本法」を含む"
        "デジタル社会形成のための関連６法律「デジタル改革関連法」を成立させ、デジタル社会形成に関する様々な取組を推進している。"
    ),
    "【〔総合計画との整合性総合計画の位置付け：有・無〕又は〔個別計画との整合性〕】",
    "③令和４年度以降に策定予定６自治体",
    "令和４年１月石巻市情報化推進本部設置要綱の改正（石巻市デジタル・トランスフォーメーション推進本部設置要綱に改正）",
)


@pytest.fixture
def city(municipality):
    """石巻市 with the plan and the section that the proposal names."""
    factories.plan(municipality=municipality, slug="ishinomaki-dx-policy")
    factories.department(municipality=municipality, name="ICT総合推進課")
    return municipality


def load(text: str = "") -> loading.Outcome:
    raw = text.encode() if text else FIXTURE.read_bytes()
    return loading.load(raw=raw, name="提案書.yaml", by=None)


def changed(old: str, new: str) -> str:
    text = FIXTURE.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    return text.replace(old, new)


def mistakes(text: str) -> list[str]:
    with pytest.raises(PlanFileError) as error:
        load(text)
    return error.value.sentences


def words(proposal: Proposal) -> str:
    printed = paper.build(proposal)
    lines = [line.text for heading in printed.headings for line in heading.lines]
    return re.sub(
        r"\s", "", "".join([printed.title, printed.submitted, printed.department, *lines])
    )


def test_proposal_of_the_city_is_held_word_for_word(city):
    proposal = load().proposal

    assert [text for text in PRINTED if text not in words(proposal)] == []
    assert (proposal.kind, proposal.state) == ("deliberation", "submitted")
    assert proposal.submitted_on == date(2021, 12, 6)
    assert (proposal.plan.slug, proposal.department.name) == (
        "ishinomaki-dx-policy",
        "ICT総合推進課",
    )
    assert (proposal.meeting.year, proposal.meeting.number, proposal.meeting.held_on) == (
        2021,
        2,
        None,
    )


def test_comparison_is_data(city):
    proposal = load().proposal

    assert list(proposal.comparisons.values_list("label", "count", "unit", "names")) == [
        ("策定済み", 3, "市", "仙台市、多賀城市、岩沼市"),
        ("令和３年度に策定予定", 4, "自治体", ""),
        ("令和４年度以降に策定予定", 6, "自治体", ""),
        ("未定", 15, "自治体", ""),
        ("未回答", 7, "自治体", ""),
    ]
    assert (proposal.comparison_total, proposal.comparison_as_of) == (35, date(2021, 10, 5))


def test_second_loading_changes_nothing(city):
    first = load()
    second = load()

    assert [first.deed, second.deed] == [loading.ADDED, loading.UNCHANGED]
    assert Proposal.history.count() == 2  # made and handed in


def test_dumped_it_is_the_file_again(city):
    lines = FIXTURE.read_text(encoding="utf-8").splitlines(keepends=True)

    assert dumping.dump_yaml(load().proposal) == "".join(
        line for line in lines if not line.startswith("#")
    )


def test_other_words_change_it_and_hand_it_in_again(city):
    load()
    outcome = load(changed("未回答, count: 7", "無回答, count: 7"))
    row = Proposal.objects.get()

    assert outcome.deed == loading.CHANGED
    assert (row.state, row.comparisons.last().label) == ("submitted", "無回答")


def test_without_a_day_it_is_a_draft(city):
    text = changed('  submitted_on: "2021-12-06"\n', "")
    deeds = [load(text).deed, load(text).deed, load().deed]

    assert deeds == [loading.ADDED, loading.UNCHANGED, loading.CHANGED]
    assert Proposal.objects.get().state == "submitted"
    assert load(text).proposal.state == "draft"


def test_meeting_that_the_office_entered_stays(city):
    body = Body.objects.create(municipality=city, name="石巻市情報化推進本部")
    entered = Meeting.objects.create(body=body, year=2021, number=2, held_on=date(2021, 12, 20))

    assert load().proposal.meeting == entered
    assert Meeting.objects.get().held_on == date(2021, 12, 20)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  kind: deliberation", "  kind: 審議", "14行目 proposal.kind：「審議」は使えません。"),
        ("  number: 2", "  number: 0", "11行目 meeting.number：「0」は使えません。1～99の数で"),
        ("  aim:", "  aims:", "proposal.aims：「aims」というキーはありません。「aim」の誤り"),
        (
            "  subject: 石巻市",
            '  subject: "" #',
            "proposal.subject：必須です。値を書いてください。",
        ),
        ("  number: 2", "  number: 2\n  held_on: 2022-04-01", "2021年度の日ではありません。"),
        ("total: 35", "total: 34", "（35）が、全数（34）を超えています。"),
        ("total: 35", "total: 36", "（35）が、全数（36）と合いません。"),
        ("dx-policy", "dx-none", "計画「ishinomaki-dx-none」がまだ取り込まれていません。"),
        (
            "department: ICT",
            "department: 旧ICT",
            "課「旧ICT総合推進課」が、提出日の組織にありません。",
        ),
        ('"042021"', '"042145"', "6行目 municipality：自治体「042145」がまだ登録されていません。"),
        (
            "    - {label: 未定, count: 15}\n",
            "".join(f"    - {{label: 区分{at}}}\n" for at in range(5)),
            "proposal.comparisons：８行までにしてください（９行あります）。",
        ),
    ],
)
def test_mistake_is_told_with_its_place_and_nothing_is_written(city, old, new, sentence):
    found = mistakes(changed(old, new))

    assert any(sentence in line for line in found), found
    assert (Body.objects.count(), Proposal.objects.count()) == (0, 0)


def test_day_without_content_is_a_mistake(city):
    text = re.sub(r"  content: .*?(?=  comparison:)", "", FIXTURE.read_text(), flags=re.DOTALL)

    assert "主な内容が必要です。" in "".join(mistakes(text))


def test_command_loads_checks_and_dumps(city, tmp_path):
    out = StringIO()
    call_command("loadproposal", FIXTURE, "--check", stdout=out)
    assert Proposal.objects.count() == 0
    call_command("loadproposal", FIXTURE, stdout=out)
    call_command("dumpproposal", str(Proposal.objects.get().pk), stdout=out)

    assert out.getvalue().startswith(
        "確認のみ 令和３年度 第２回 石巻市情報化推進本部 「石巻市デジタル"
    )
    assert out.getvalue().endswith(dumping.dump_yaml(Proposal.objects.get()))


def test_command_refuses_in_japanese(city, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text(changed("total: 35", "total: 34"), encoding="utf-8")

    with pytest.raises(CommandError, match="何も取り込んでいません。"):
        call_command("loadproposal", broken)
    with pytest.raises(CommandError, match="ファイルを読めません"):
        call_command("loadproposal", tmp_path / "nowhere.yaml")
    with pytest.raises(CommandError, match="提案書 9 はありません。登録済みの番号：なし"):
        call_command("dumpproposal", "9")


SECTIONS = {
    "最上位": records.PROPOSAL_FILE,
    "meeting": records.MEETING,
    "proposal": records.PROPOSAL,
    "proposal.comparisons": records.COMPARISON,
}


@pytest.mark.parametrize("title", SECTIONS)
def test_manual_explains_every_key_and_every_choice(title):
    text = MANUAL.read_text(encoding="utf-8") + "\n##"
    section = re.search(rf"^### {re.escape(title)}\n(.*?)(?=^##)", text, re.DOTALL | re.MULTILINE)[
        1
    ]
    rows = re.findall(r"^\| `(\w+)` \| (◎?) ?\| (.+) \|$", section, re.MULTILINE)

    fields = SECTIONS[title].fields
    assert [(key, required == "◎") for key, required, _ in rows] == [
        (field.key, field.required) for field in fields
    ]
    choices = [value for field in fields if field.choices for value in field.choices.values]
    assert [value for value in choices if value and not re.search(rf'`"?{value}"?`', section)] == []
