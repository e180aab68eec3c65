"""The pages of 計画の改定 and 新旧対照表: the whole road through the browser, its refusals, and the paper beside the page."""

import re
from copy import deepcopy
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from exchange.revision import actions, document, drafting
from initiatives.models import Initiative, Plan, PlanAmendment, PlanRevision
from organizations.models import Department
from tests import factories
from tests.exchange import planfiles

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 1)
HIDDEN = re.compile(r'<span class="vh">.*?</span>|<span class="compare__side".*?</span>', re.DOTALL)


@pytest.fixture
def plan() -> Plan:
    planfiles.load(planfiles.small())
    return Plan.objects.get(slug="mihon-dx-plan")


@pytest.fixture
def by(plan):
    office = Department.objects.get(is_secretariat=True)
    return factories.person(office, "secretariat", username="secretary")


@pytest.fixture
def office(client, by):
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def draft(plan, by) -> PlanAmendment:
    return actions.start(plan=plan, title="第１回改定", reason="国の方針", in_force_on=DAY, by=by)


def address(name: str, *arguments) -> str:
    return reverse(f"exchange:{name}", args=arguments)


def sent(page) -> dict[str, str]:
    """Return what a browser would send of the form of a 取組事項 nobody has touched."""
    sheet = page.context["sheet"]
    data = {"seen": sheet.seen}
    for form in (sheet.form, *(one for rows in sheet.sets for one in rows.forms)):
        for bound in form:
            value = bound.value()
            if value not in (None, False, ""):
                data[bound.html_name] = "on" if value is True else str(value)
    for rows in sheet.sets:
        for bound in rows.management_form:
            data[bound.html_name] = str(bound.value())
    return data


def rows_of(page) -> list[list[str]]:
    """Return the table of a page, row by row, without what only a screen reader says."""
    text = HIDDEN.sub("", page.text)
    table = text[text.index('<table class="tbl compare">') :]
    table = table[: table.index("</table>")]
    found = []
    for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        found.append([unescape(re.sub(r"<[^>]*>", "", cell)) for cell in cells])
    return found


def test_a_revision_goes_from_draft_to_force_in_the_browser(plan, office):
    answer = office.post(
        address("amendment-create", plan.slug),
        {"title": "第１回改定", "reason": "国の方針", "in_force_on": "2026-10-14"},
    )
    row = PlanAmendment.objects.get()
    assert answer.url == address("amendment-show", row.pk)
    edit = address("initiative-revise", row.pk, "A-1-1")
    data = sent(office.get(edit)) | {
        "title": "オンライン申請の徹底",
        "milestones-0-due_year": "2028",
        "targets-0-value": "６０",
        "bars-0-DELETE": "on",
        "bars-2-text": "対象の見直し",
        "bars-2-kind": "study",
        "reason": "国の目標の前倒し",
    }
    assert office.post(edit, data).url == address("amendment-show", row.pk)
    page = office.get(address("amendment-show", row.pk))
    assert [line[1:] for line in rows_of(page)[2:]] == [
        [
            "【取組事項名】（p.10）",
            "オンライン申請の拡充",
            "オンライン申請の徹底",
            "国の目標の前倒し",
        ],
        [
            "【スケジュール】（p.10）",
            "対象手続の選定（令和８年度第１四半期～令和８年度第２四半期）",
            "（削除）",
            "同上",
        ],
        ["【スケジュール】（p.10）", "（新設）", "対象の見直し", "同上"],
        [
            "【目標事項】（p.10）",
            "令和９年度末まで\n優先する10手続のオンライン化",
            "令和10年度末まで\n優先する10手続のオンライン化",
            "同上",
        ],
        [
            "【指標　「オンライン申請の割合」　目標値】（p.10）",
            "令和10年度　50",
            "令和10年度　60",
            "同上",
        ],
    ]
    row.refresh_from_db()
    office.post(address("amendment-decide", row.pk), {"version": row.version})
    my_page = office.get(reverse("progress:mypage-show"))
    assert [task.what for task in my_page.context["page"].tasks] == ["見本市ＤＸ推進計画"]
    office.post(address("amendment-enforce", row.pk))

    assert plan.initiatives.get(code="A-1-1").title == "オンライン申請の徹底"
    table = office.get(address("comparison-show", plan.slug))
    assert [line[3] for line in rows_of(table)[2:3]] == ["オンライン申請の徹底"]


def test_an_untouched_form_changes_nothing(office, draft):
    edit = address("initiative-revise", draft.pk, "A-1-1")

    office.post(edit, sent(office.get(edit)))

    draft.refresh_from_db()
    assert draft.document == draft.base


def test_a_mistake_stands_at_its_field_and_nothing_is_saved(office, draft):
    edit = address("initiative-revise", draft.pk, "A-1-1")
    data = sent(office.get(edit)) | {
        "bars-0-end_year": "",
        "milestones-0-due_year": "",
        "indicators-0-baseline_value": "たくさん",
    }

    page = office.post(edit, data)

    assert [(anchor, words) for anchor, _, words in page.context["sheet"].errors] == [
        (
            "id_indicators-0-baseline_value",
            "「たくさん」は数ではありません。半角の数字で書いてください。",
        ),
    ]
    page = office.post(edit, data | {"indicators-0-baseline_value": "12.5"})
    assert [anchor for anchor, _, _ in page.context["sheet"].errors] == [
        "id_bars-0-end_quarter",
        "id_milestones-0-due_year",
    ]
    draft.refresh_from_db()
    assert draft.version == 1


def test_two_editors_see_both_texts_and_neither_is_lost(office, draft, by):
    edit = address("initiative-revise", draft.pk, "A-1-1")
    mine = sent(office.get(edit)) | {"title": "わたしの題名"}

    def theirs(now):
        changed = deepcopy(now)
        drafting.initiative_of(changed, "A-1-1")["title"] = "ほかの人の題名"
        return changed

    actions.write(amendment=draft, change=theirs, what="変更", by=by, seen={})
    page = office.post(edit, mine)

    assert [row[2:4] for row in rows_of(page)[2:]] == [["ほかの人の題名", "わたしの題名"]]
    draft.refresh_from_db()
    assert drafting.initiative_of(draft.document, "A-1-1")["title"] == "ほかの人の題名"
    office.post(edit, sent(page) | {"title": "わたしの題名"})
    draft.refresh_from_db()
    assert drafting.initiative_of(draft.document, "A-1-1")["title"] == "わたしの題名"


def test_the_head_is_not_overwritten_unseen(office, draft):
    edit = address("amendment-edit", draft.pk)
    data = {"title": "わたし", "reason": "理由", "in_force_on": "2026-12-01", "version": "1"}
    office.post(edit, data | {"title": "ほかの人"})

    page = office.post(edit, data)

    assert "まだ何も上書きしていません。保存されている内容：「ほかの人」" in page.text
    assert 'name="version" value="2"' in page.text


def test_the_period_is_checked_against_the_whole_plan(office, draft):
    edit = address("amendment-period", draft.pk)
    data = {"title": "見本市ＤＸ推進計画", "first_year": "2026", "last_year": "2026"}

    page = office.post(edit, data)

    assert page.context["form"].errors["__all__"] == [
        "取組事項 A-1-1　スケジュール ２　始まりの年度：2027年度は工程表の期間（2026～2026年度）の外です。",
        "取組事項 A-1-1　目標事項 １　期限の年度：2027年度は工程表の期間（2026～2026年度）の外です。",
    ]
    page = office.post(edit, data | {"last_year": "2025"})
    assert page.context["form"].errors["last_year"] == ["終了年度は開始年度以後にしてください。"]
    assert office.post(edit, data | {"last_year": "2029"}).status_code == 302
    draft.refresh_from_db()
    assert draft.document["plan"]["last_year"] == 2029


def test_the_period_is_not_overwritten_unseen(office, draft):
    edit = address("amendment-period", draft.pk)
    seen = office.get(edit).context["seen"]
    data = {"first_year": "2026", "last_year": "2028", "seen": seen}
    office.post(edit, data | {"title": "ほかの人の題名"})

    page = office.post(edit, data | {"title": "わたしの題名"})
    assert "まだ何も上書きしていません" in page.text
    office.post(edit, data | {"title": "わたしの題名", "seen": page.context["seen"]})

    draft.refresh_from_db()
    assert draft.document["plan"]["title"] == "わたしの題名"


def test_an_initiative_is_added_and_taken_back(office, draft):
    add = address("initiative-add", draft.pk)
    data = sent(office.get(add)) | {
        "category": "A-1",
        "code": "A-1-1",
        "number": "３",
        "title": "窓口予約の導入",
        "departments_printed": "no",
    }
    page = office.post(add, data)
    assert [words for _, _, words in page.context["sheet"].errors] == [
        "取組事項のコード「A-1-1」が重なっています。"
    ]

    office.post(add, data | {"code": "A-1-3"})

    draft.refresh_from_db()
    assert [row["code"] for row in draft.document["initiatives"]] == ["A-1-1", "A-1-2", "A-1-3"]
    assert drafting.initiative_of(draft.document, "A-1-3")["valid_from"] == "2026-11-01"
    office.post(address("initiative-restore", draft.pk, "A-1-3"))
    draft.refresh_from_db()
    assert draft.document == draft.base


def test_an_initiative_is_withdrawn_and_taken_back(office, draft):
    withdraw = address("initiative-withdraw", draft.pk, "A-1-2")

    office.post(withdraw, {"successor": "A-1-1", "reason": "統合のため"})

    page = office.get(address("amendment-show", draft.pk))
    assert [row[1:] for row in rows_of(page)[1:]] == [
        [],
        ["【系譜】（p.10）", "（新設）", "取組事項 A-1-2（統合）", "国の方針"],
        [],
        ["【廃止】（p.12）", "（存続）", "令和８年10月31日限りで廃止", "統合のため"],
    ]
    office.post(address("initiative-restore", draft.pk, "A-1-2"))
    draft.refresh_from_db()
    assert (draft.document, draft.reasons) == (draft.base, {})


def test_single_changes_get_their_own_reasons(office, draft, by):
    row = actions.write(
        amendment=draft,
        change=lambda now: drafting.withdrawn(now, "A-1-2", "", DAY),
        what="廃止",
        by=by,
        seen={},
    )
    name = f"reason-{document.seal('initiatives/A-1-2/valid_to')}"

    office.post(
        address("amendment-reasons", row.pk), {name: "  利用がないため ", "reason-x": "なし"}
    )

    row.refresh_from_db()
    assert row.reasons == {"initiatives/A-1-2/valid_to": "利用がないため"}
    page = office.get(address("amendment-show", row.pk))
    assert rows_of(page)[2][4] == "利用がないため"


def test_a_conflict_with_the_plan_is_chosen_on_its_page(plan, office, draft, by):
    def change(now):
        changed = deepcopy(now)
        drafting.initiative_of(changed, "A-1-1")["title"] = "改定案の題名"
        return changed

    actions.write(amendment=draft, change=change, what="変更", by=by, seen={})
    Initiative.objects.filter(code="A-1-1").update(title="管理画面の題名")
    assert office.get(address("amendment-show", draft.pk)).context["page"].is_stale
    rebase = address("amendment-rebase", draft.pk)
    page = office.get(rebase)
    assert [(row.place, row.before) for row in page.context["page"].rows] == [
        ("取組事項 A-1-1　取組事項名", "オンライン申請の拡充")
    ]
    data = {"seen": page.context["page"].seen}

    assert "全て選んでください" in office.post(rebase, data).text
    stale = office.post(rebase, {"seen": "x"}).text
    assert "ほかの人がこの改定案を直しました" in stale
    office.post(rebase, data | {page.context["page"].rows[0].name: "theirs"})

    draft.refresh_from_db()
    assert drafting.initiative_of(draft.document, "A-1-1")["title"] == "管理画面の題名"


def test_a_workbook_becomes_the_draft(plan, office, draft):
    book = office.get(address("planbook-download", plan.slug)).content
    opened = load_workbook(BytesIO(book))
    sheet = opened["取組事項"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == "オンライン申請の拡充")
    cell.value = "オンライン申請の徹底"
    out = BytesIO()
    opened.save(out)
    upload = address("amendment-import", draft.pk)

    answer = office.post(upload, {"file": SimpleUploadedFile("案.xlsx", out.getvalue())})

    assert answer.url == address("amendment-show", draft.pk)
    assert [row[2:4] for row in rows_of(office.get(answer.url))[2:]] == [
        ["オンライン申請の拡充", "オンライン申請の徹底"]
    ]
    broken = planfiles.changed("last_year: 2028", "last_year: 2020").encode()
    page = office.post(upload, {"file": SimpleUploadedFile("案.yaml", broken)})
    assert page.context["problems"].rows[0].message == "終了年度は開始年度以後にしてください。"
    other = planfiles.changed("slug: mihon-dx-plan", "slug: other-plan").encode()
    page = office.post(upload, {"file": SimpleUploadedFile("案.yaml", other)})
    assert page.context["form"].errors["file"] == [
        "「見本市ＤＸ推進計画」の計画ファイルではありません。"
    ]


def test_refusals_are_said_in_japanese(plan, office, draft):
    created = office.post(
        address("amendment-create", plan.slug),
        {"title": "二つ目", "reason": "理由", "in_force_on": "2026-11-01"},
    )
    assert "この計画には、施行していない改定案が既にあります。" in created.text
    decided = office.post(address("amendment-decide", draft.pk), {"version": "1"}, follow=True)
    assert "改定する箇所がありません" in decided.text
    stale = office.post(address("amendment-decide", draft.pk), {"version": "９" * 30}, follow=True)
    assert "ほかの人がこの改定案を直しました" in stale.text
    office.post(address("amendment-discard", draft.pk))
    gone = office.post(address("initiative-restore", draft.pk, "A-1-1"), follow=True)
    assert "この改定案は「取下げ」です。" in gone.text
    withdraw = office.post(address("initiative-withdraw", draft.pk, "A-1-1"), {"reason": "理由"})
    assert "この改定案は「取下げ」です。" in withdraw.text
    edit = address("initiative-revise", draft.pk, "A-1-1")
    assert "この改定案は「取下げ」です。" in office.post(edit, sent(office.get(edit))).text
    assert office.get(address("initiative-revise", draft.pk, "Z-9")).status_code == 404


def in_force(plan, by, draft) -> PlanAmendment:
    def change(now):
        changed = drafting.withdrawn(deepcopy(now), "A-1-2", "A-1-1", DAY)
        drafting.initiative_of(changed, "A-1-1")["direction"] = "＝式のように始まる文。"
        changed["plan"]["last_year"] = 2029
        return changed

    row = actions.write(amendment=draft, change=change, what="変更", by=by, seen={})
    row = actions.decide(amendment=row, seen=row.version, by=by)
    return actions.put_in_force(amendment=row, today=DAY, by=by)


def cells_of(content: bytes) -> list[list[str]]:
    sheet = load_workbook(BytesIO(content), rich_text=True)["新旧対照表"]
    rows = [
        ["" if value is None else str(value) for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]
    first = next(number for number, row in enumerate(rows) if row[0] == "番号")
    return rows[first:-1]


@pytest.mark.parametrize("initiative", ["", "A-1-1"])
def test_the_paper_says_cell_by_cell_what_the_page_says(plan, by, office, draft, initiative):
    in_force(plan, by, draft)
    query = {"from": "2026-10-31", "to": "2026-11-01", "initiative": initiative}
    page = rows_of(office.get(address("comparison-show", plan.slug), query))

    paper = cells_of(office.get(address("comparison-download", plan.slug), query).content)

    assert [[cell for cell in row if cell] for row in paper] == [
        [cell for cell in row if cell] for row in page
    ]
    assert len(paper) == (4 if initiative else 8)


def test_the_paper_underlines_what_changed(plan, by, office, draft):
    row = in_force(plan, by, draft)

    content = office.get(address("amendment-download", row.pk)).content

    sheet = load_workbook(BytesIO(content), rich_text=True)["新旧対照表"]
    years = next(r for r in sheet.iter_rows() if str(r[2].value) == "令和10年度")
    runs = [(run.text, run.font.u) for run in years[3].value]
    assert runs == [("令和", None), ("11", "single"), ("年度", None)]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_the_paper_is_made_for_a_meeting(plan, by, office, draft):
    row = in_force(plan, by, draft)
    meeting = factories.meeting(municipality=plan.municipality, document_number="資料２")
    download = address("amendment-download", row.pk)

    content = office.get(download, {"meeting": meeting.pk}).content

    sheet = load_workbook(BytesIO(content))["新旧対照表"]
    assert (sheet["A1"].value, sheet["E1"].value) == (str(meeting), "資料２")
    assert office.get(download, {"meeting": "0"}).status_code == 404


def test_no_difference_is_said_in_words(plan, office):
    page = office.get(
        address("comparison-show", plan.slug), {"from": "2026-10-01", "to": "2026-10-14"}
    )

    assert (
        "令和８年10月１日から令和８年10月14日までの間に、計画の内容は変わっていません。"
        in page.text
    )
    content = office.get(
        address("comparison-download", plan.slug), {"from": "2026-10-01", "to": "2026-10-14"}
    ).content
    assert cells_of(content)[1][0] == "この間に、計画の内容は変わっていません。"


def test_days_that_cannot_be_read_are_said_at_their_field(plan, office):
    page = office.get(
        address("comparison-show", plan.slug),
        {"from": "きのう", "to": "2026-10-14", "initiative": "Z"},
    )
    assert page.context["form"].errors == {
        "first": ["日付は 2026-10-16 のように入力してください。"],
        "initiative": ["一覧にあるものから選んでください。"],
    }
    page = office.get(
        address("comparison-show", plan.slug), {"from": "2026-10-14", "to": "2026-10-01"}
    )
    assert page.context["form"].errors == {"last": ["新の基準日は、旧の基準日以後にしてください。"]}
    assert office.get(address("comparison-download", plan.slug), {"from": "x"}).status_code == 404


def test_a_revision_of_the_document_says_that_the_earlier_text_is_not_stated(plan, office):
    PlanRevision.objects.create(
        plan=plan,
        number=1,
        in_force_printed="令和８年３月",
        reason="国の動向",
        earlier="従前の終期は資料に記載なし",
    )

    page = office.get(address("comparison-show", plan.slug))

    assert "令和８年３月" in page.text
    assert "改定前の内容は資料に記載なし（従前の終期は資料に記載なし）" in page.text
    assert "令和８年３月" in office.get(address("amendment-list", plan.slug)).text


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "number"), [("comparison-show", 38), ("amendment-show", 34), ("initiative-revise", 9)]
)
def test_queries_do_not_grow(
    plan, by, office, draft, name, number, count, django_assert_num_queries
):
    category = plan.categories.get(code="A-1")
    for position in range(count):
        factories.initiative(
            plan=plan, category=category, code=f"A-1-{position + 5}", departments_printed="no"
        )
    if name == "comparison-show":
        in_force(plan, by, draft)
    arguments = {
        "comparison-show": [plan.slug],
        "amendment-show": [draft.pk],
        "initiative-revise": [draft.pk, "A-1-1"],
    }
    where = address(name, *arguments[name])
    query = {"from": "2026-10-31", "to": "2026-11-01"}
    office.get(where, query)

    with django_assert_num_queries(number):
        office.get(where, query)
