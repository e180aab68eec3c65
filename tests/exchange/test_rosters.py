"""The lists of sections and people: from Excel or CSV, shown first, then applied as a whole."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from exchange.rosters import columns, table
from exchange.uploads import UploadError
from organizations.models import Department, Post, User
from progress import unowned
from progress.people import People, people_of
from tests import factories
from tests.exchange.test_uploads import workbook

SECTIONS, PEOPLE = "/rosters/departments/", "/rosters/people/"
HEAD = "名称,上位の部,コード,内線,設置日,廃止日\n"
PERSON = "職員番号,氏名,所属,役割,職名,発令日,終了日\n"


@pytest.fixture
def client(as_, administrator) -> Client:
    return as_("administrator")


def shown(client: Client, path: str, raw: bytes, name: str = "一覧.csv"):
    """Choose a file and look at the answer."""
    return client.post(path, {"file": SimpleUploadedFile(name, raw)})


def applied(client: Client, path: str, page):
    """Press the button of the preview."""
    packed = re.search(r'name="list" value="([^"]+)"', page.text)[1]
    return client.post(f"{path}apply/", {"list": packed})


def take_in(client: Client, path: str, text: str):
    return applied(client, path, shown(client, path, text.encode()))


def problems(page) -> list[str]:
    return [f"{problem.place}：{problem.message}" for problem in page.context["outcome"].problems]


def sections() -> list[tuple]:
    rows = Department.objects.select_related("parent").order_by("order")
    return [(row.name, str(row.parent or ""), row.code, row.extension) for row in rows]


def test_sections_are_shown_first_and_then_written(client, office):
    text = HEAD + "住民課,市民部,0210,2345,R8.4.1,\n市民部,,0200,,2026/4/1,\n"

    page = shown(client, SECTIONS, text.encode())

    outcome = page.context["outcome"]
    assert [(c.row, c.kind, c.label) for c in outcome.changes] == [
        (2, "追加", "住民課"),
        (3, "追加", "市民部"),
    ]
    assert sections() == [("ＤＸ推進課", "", "", "")]

    assert applied(client, SECTIONS, page).url == "/organizations/departments/"
    assert sections() == [
        ("ＤＸ推進課", "", "", ""),
        ("住民課", "市民部", "0210", "2345"),
        ("市民部", "", "0200", ""),
    ]
    row = Department.objects.get(name="住民課")
    assert row.valid_from == date(2026, 4, 1)
    assert row.history.get().history_change_reason == "課の一覧の取込み"


def test_same_list_again_changes_nothing(client, office):
    text = HEAD + "住民課,市民部,0210,2345,R8.4.1,\n市民部,,0200,,令和8年4月1日,\n"
    take_in(client, SECTIONS, text)

    page = shown(client, SECTIONS, text.encode())

    outcome = page.context["outcome"]
    assert (outcome.changes, outcome.same) == ((), 2)
    assert "ファイルの内容は、いまの登録と同じです。" in page.text


def test_list_changes_only_the_columns_it_has(client, office):
    office.code, office.extension = "0100", "4262"
    office.save()

    page = shown(client, SECTIONS, "名称,内線\nＤＸ推進課,\n".encode())
    (change,) = page.context["outcome"].changes
    assert [(d.heading, d.before, d.after) for d in change.details] == [("内線", "4262", "")]
    applied(client, SECTIONS, page)

    office.refresh_from_db()
    assert (office.code, office.extension) == ("0100", "")


@pytest.mark.parametrize(
    "raw",
    [
        (HEAD + "住民課,,,,,\n").encode(),
        (HEAD + "住民課,,,,,\n").encode("utf-8-sig"),
        (HEAD + "住民課,,,,,\n").encode("cp932"),
        (HEAD + "住民課,,,,,\n").replace(",", "\t").encode("utf-16"),
        (HEAD + "住民課,,,,,\n").replace("\n", "\r\n").encode(),
        workbook(("名称 ※必須", "備考"), ("住民課", "メモ")),
        workbook(("令和８年度の課",), (), ("課名",), ("　住民課 ",), (" ",)),
    ],
    ids=["utf-8", "bom", "cp932", "utf-16", "crlf", "xlsx", "xlsx-with-title"],
)
def test_file_is_read_in_every_usual_form(raw):
    rows = table.read(raw, columns.DEPARTMENTS).rows

    assert [row.text("名称") for row in rows] == ["住民課"]


@pytest.mark.parametrize(
    "written",
    [
        "R8.4.1",
        "R8/4/1",
        "令和8年4月1日",
        "令和８年４月１日",
        "2026/4/1",
        "2026-04-01",
        "2026.4.1",
        date(2026, 4, 1),
    ],
)
def test_day_is_understood(written):
    filled = table.read(workbook(("名称", "設置日"), ("住民課", written)), columns.DEPARTMENTS)

    assert (filled.rows[0].day("設置日"), filled.problems) == (date(2026, 4, 1), ())


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("8.4.1", "「8.4.1」は日付として読めません。"),
        ("2026/2/30", "「2026/2/30」は日付として読めません。"),
        ("令和8年4月", "「令和8年4月」は日付として読めません。"),
        (
            "来年の春に設置する予定であると聞いている",
            "「来年の春に設置する予定であると聞いている」は日付",
        ),
        ("=TODAY()", "数式が入っています。値として貼り付けてください。"),
        ("#REF!", "エラー値（#REF!）が入っています。"),
        (True, "TRUE・FALSEは使えません。"),
    ],
)
def test_day_that_is_none_is_a_problem_at_its_place(value, message):
    filled = table.read(workbook(("名称", "設置日"), ("住民課", value)), columns.DEPARTMENTS)

    (problem,) = filled.problems
    assert problem.place == "2行目 B列「設置日」"
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "ファイルが空です。"),
        (b"\x81\x20\xff", "文字コードが読めません。UTF-8かShift_JIS（CP932）で保存し直してください。"),
        ("課の一覧\nあ,い\n".encode(), "見出しの行（名称）が見つかりません。ひな形の見出しのまま使ってください。"),
        (HEAD.encode(), "見出しの下に、１行も書かれていません。"),
        ((HEAD + '"住民課,,,\n').encode(), '2行目がCSVとして読めません。引用符（"）の閉じ忘れを確かめてください。'),
        (("名称\n" + "課\n" * 5_001).encode(), "行が多すぎます。5,000行までにしてください。"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "古い形式のExcelファイル（.xls）です。"),
        (b"x" * (1024 * 1024 + 1), "ファイルが大きすぎます（1.0MB）。1MBまでにしてください。"),
    ],
    ids=["empty", "bytes", "no-heading", "no-row", "quote", "endless", "xls", "large"],
)  # fmt: skip
def test_file_that_is_no_list_is_refused_beside_the_field(client, office, raw, message):
    page = shown(client, SECTIONS, raw)

    (error,) = page.context["form"].errors["file"]
    assert error.startswith(message)


def test_sheet_of_another_name_and_columns_twice(client, office):
    raw = workbook(("名称", "内線", "内線"), ("住民課", 1, 2))

    assert problems(shown(client, SECTIONS, raw, "課.xlsx")) == [
        "1行目 C列「内線」：同じ見出しの列が２つあります。"
    ]


def test_problems_of_sections_name_row_and_column(client, office, municipality):
    factories.department(municipality=municipality, name="税務課", code="0300")
    text = HEAD + (
        "住民課,無い部,,,,\n"
        "住民課,,,,,\n"
        ",,0400,,,\n"
        "収税課,,0300,,,\n"
        "甲課,乙課,,,,\n"
        "乙課,甲課,,,,\n"
        "丙課,,,,2026/4/1,2026/3/31\n"
        f"{'長' * 81},,,,,\n"
        "丁課,,0500,,,\n"
        "戊課,,0500,,,\n"
    )

    page = shown(client, SECTIONS, text.encode())

    assert problems(page) == [
        "2行目 B列「上位の部」：「無い部」という課はありません。部も「名称」の列に１行書いてください。",
        "3行目 A列「名称」：「住民課」は2行目にもあります。",
        "4行目 A列「名称」：入力してください。",
        "5行目 C列「コード」：「税務課」のコードです。名称の変更は、課の画面でしてください。",
        "6行目 B列「上位の部」：上位の部をたどると、この課自身に戻ります。",
        "8行目 F列「廃止日」：廃止日は設置日以後にしてください。",
        "9行目 A列「名称」：80文字以内にしてください（81文字）。",
        "11行目 C列「コード」：「0500」は10行目にもあります。",
    ]
    assert 'name="list"' not in page.text
    assert Department.objects.count() == 2


def test_people_get_passwords_that_are_shown_once(client, department, office):
    text = PERSON + (
        "s1,見本 太郎,市民課,担当者,主査,R8.4.1,\n"
        "s1,見本 太郎,ＤＸ推進課,閲覧者,,,\n"
        "ｓ２,見本 次郎,市民課,所属長,課長,,令和９年３月31日\n"
    )

    page = take_in(client, PEOPLE, text)

    issued = {row.person.username: row.password for row in page.context["issued"]}
    assert list(issued) == ["s1", "s2"]
    assert "利用者と職の一覧を取り込みました：追加 ３件、変更 ０件。" in page.text
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    person = User.objects.get(username="s1")
    assert person.check_password(issued["s1"])
    assert person.password_is_temporary
    held = Post.objects.filter(user__username__in=issued)
    assert sorted(held.values_list("user__username", "department__name", "role", "valid_to")) == [
        ("s1", "市民課", "clerk", None),
        ("s1", "ＤＸ推進課", "viewer", None),
        ("s2", "市民課", "head", date(2027, 3, 31)),
    ]  # fmt: skip
    assert shown(client, PEOPLE, text.encode()).context["outcome"].same == 3


def test_people_who_are_known_are_corrected(client, clerk, office):
    text = PERSON + "clerk,改名 花子,市民課,担当者,主任,,2027/3/31\n"

    page = shown(client, PEOPLE, text.encode())
    (change,) = page.context["outcome"].changes
    assert (change.kind, [(d.heading, d.before, d.after) for d in change.details]) == (
        "変更",
        [
            ("氏名", "見本 花子", "改名 花子"),
            ("職名", "", "主任"),
            ("終了日", "", "令和９年３月31日"),
        ],
    )
    assert applied(client, PEOPLE, page).url == "/organizations/people/"

    clerk.refresh_from_db()
    post = clerk.posts.get()
    assert (clerk.name, post.title, post.valid_to) == ("改名 花子", "主任", date(2027, 3, 31))
    assert post.history.latest().history_change_reason == "利用者の一覧の取込み"


def test_problems_of_people_name_row_and_column(client, clerk, outsider, department):
    User.objects.create_user(
        username="gone", name="退職 人", municipality=department.municipality, is_active=False
    )
    text = PERSON + (
        "s1,見本 太郎,市民課課,担当者,,,\n"
        "s2,見本 次郎,市民課,係長,,,\n"
        "s3,見本 三郎,市民課,担当者,,R8.4.1,R8.3.31\n"
        "outsider,外野 人,市民課,担当者,,,\n"
        "gone,退職 人,市民課,担当者,,,\n"
        "s 4,見本 四郎,市民課,担当者,,,\n"
        "s5,見本 五郎,市民課,担当者,,,\n"
        "s5,見本 五子,市民課,所属長,,,\n"
        "s5,見本 五郎,市民課,担当者,,,\n"
    )

    page = shown(client, PEOPLE, text.encode())

    assert problems(page) == [
        "2行目 C列「所属」：「市民課課」という課はありません。「市民課」ですか。",
        "3行目 D列「役割」：「係長」という役割はありません。担当者、所属長、事務局、本部員、閲覧者、システム管理者のどれかを書いてください。",
        "4行目 G列「終了日」：終了日は発令日以後にしてください。",
        "5行目 A列「職員番号」：この職員番号は既に使われています。",
        "6行目 A列「職員番号」：利用を停止している人です。利用者の画面で再開してから取り込んでください。",
        "7行目 A列「職員番号」：使える文字は、半角の英数字と @ . + - _ です。",
        "9行目 B列「氏名」：8行目の氏名（見本 五郎）と違います。",
        "10行目 F列「発令日」：同じ所属と役割の職が、同じ時期に既にあります。",
    ]
    assert not User.objects.filter(username__in=["s1", "s5"]).exists()


def test_missing_columns_are_said(client, department):
    page = shown(client, PEOPLE, "職員番号,氏名\ns1,見本 太郎\n".encode())

    assert problems(page)[:2] == [
        "1行目：「所属」の列がありません。",
        "1行目：「役割」の列がありません。",
    ]


def test_first_day_left_empty_means_the_post_that_is_held(client, clerk, office):
    Post.objects.filter(user=clerk).update(valid_from=date(2025, 4, 1))

    outcome = shown(
        client, PEOPLE, (PERSON + "clerk,見本 花子,市民課,担当者,,,\n").encode()
    ).context["outcome"]

    assert (outcome.changes, outcome.same) == ((), 1)


def test_list_that_would_do_something_else_by_now_is_shown_again(client, department, office):
    page = shown(client, SECTIONS, (HEAD + "市民課,,,2345,,\n").encode())
    Department.objects.filter(pk=department.pk).update(extension="1111")

    again = applied(client, SECTIONS, page)

    department.refresh_from_db()
    assert department.extension == "1111"
    assert "確認した後に登録が変わったため、取り込みませんでした。" in again.text
    assert applied(client, SECTIONS, again).status_code == 302
    department.refresh_from_db()
    assert department.extension == "2345"


@pytest.mark.parametrize("change", ["forged", "other list", "other person"])
def test_carried_list_is_taken_from_its_owner_only(change, client, department, office, as_):
    page = shown(client, SECTIONS, (HEAD + "住民課,,,,,\n").encode())
    packed = re.search(r'name="list" value="([^"]+)"', page.text)[1]
    path, sender = SECTIONS, client
    if change == "forged":
        packed = "x" + packed
    elif change == "other list":
        path = PEOPLE
    else:
        factories.person(office, "administrator", username="second")
        sender = Client()
        sender.post("/accounts/login/", {"username": "second", "password": factories.PASSWORD})

    answer = sender.post(f"{path}apply/", {"list": packed}, follow=True)

    assert "もう一度ファイルを選んでください。" in answer.text
    assert not Department.objects.filter(name="住民課").exists()


@pytest.mark.parametrize("path", [SECTIONS, PEOPLE])
def test_filled_list_taken_out_changes_nothing_when_it_comes_back(
    path, client, clerk, head, office
):
    Department.objects.filter(name="市民課").update(
        code="0210", valid_from=date(2020, 4, 1), extension="=1+1"
    )
    factories.deputy(clerk.posts.get().department, clerk, date(2026, 10, 1), date(2026, 10, 31))
    User.objects.filter(pk=clerk.pk).update(valid_from=date(2020, 4, 1), valid_to=date(2027, 3, 31))
    raw = b"".join(client.get(f"{path}list.xlsx"))

    outcome = shown(client, path, raw, "一覧.xlsx").context["outcome"]

    assert (outcome.problems, outcome.changes) == ((), ())
    assert outcome.same == (2 if path == SECTIONS else 4)


@pytest.mark.parametrize(("kind", "path"), [("departments", SECTIONS), ("people", PEOPLE)])
def test_templates_carry_the_headings_and_the_choices(kind, path, client, department, office):
    wanted = [column.heading for column in columns.KINDS[kind].columns]

    book = openpyxl.load_workbook(BytesIO(b"".join(client.get(f"{path}template.xlsx"))))
    text = client.get(f"{path}template.csv").content

    first = book.worksheets[0]
    assert [cell.value for cell in first[1]] == wanted
    assert book.sheetnames == [columns.KINDS[kind].sheet, "コード表", "記入要領"]
    assert text == ("\ufeff" + ",".join(wanted) + "\r\n").encode()
    lists = [str(rule.sqref) for rule in first.data_validations.dataValidation]
    assert lists == (["B2:B201"] if kind == "departments" else ["D2:D201", "F2:F201", "C2:C201"])


def test_unknown_list_and_unknown_file_are_not_found(client):
    assert [
        client.get(path).status_code
        for path in ("/rosters/plans/", "/rosters/people/other.xlsx", "/rosters/plans/list.xlsx")
    ] == [404, 404, 404]


def test_list_without_columns_is_refused_before_the_database():
    with pytest.raises(UploadError):
        table.read(workbook(("あ", "い")), columns.PEOPLE)


def test_three_hundred_people_are_taken_in_at_once(client, department, settings):
    """With the real hash: one request must be enough for a whole city hall."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    rows = "".join(f"n{number},職員 {number},市民課,閲覧者,,,\n" for number in range(300))

    page = take_in(client, PEOPLE, PERSON + rows)

    assert len(page.context["issued"]) == 300


ALL = "職員番号,氏名,所属,役割,職名,代理,発令日,終了日,利用開始日,利用終了日\n"
EVE, NEW_YEAR = date(2027, 3, 31), date(2027, 4, 1)


def transfer(client: Client, text: str):
    """Choose a list of transfers and look at the answer."""
    file = SimpleUploadedFile("異動.csv", text.encode())
    return client.post(PEOPLE, {"file": file, "transfer": "on"})


def held(user: User) -> list[tuple]:
    return list(
        user.posts.order_by("pk").values_list("department__name", "role", "valid_from", "valid_to")
    )


def told(outcome) -> list[tuple]:
    return [
        (c.row, c.kind, c.label, [(d.heading, d.before, d.after) for d in c.details])
        for c in outcome.changes
    ]


def test_list_of_transfers_ends_the_old_post_the_day_before(client, clerk, head, office):
    text = ALL + "clerk,見本 花子,ＤＸ推進課,担当者,主査,,R9.4.1,,,\n"

    page = transfer(client, text)

    person = "見本 花子（clerk）"
    assert told(page.context["outcome"]) == [
        (2, "終了", person, [("職", "", "市民課（担当者）"), ("終了日", "", "令和９年３月31日")]),
        (
            2,
            "追加",
            person,
            [
                ("所属", "", "ＤＸ推進課"),
                ("役割", "", "担当者"),
                ("職名", "", "主査"),
                ("発令日", "", "令和９年４月１日"),
            ],
        ),
    ]
    assert held(clerk) == [("市民課", "clerk", None, None)]

    applied(client, PEOPLE, page)

    assert held(clerk) == [
        ("市民課", "clerk", None, EVE),
        ("ＤＸ推進課", "clerk", NEW_YEAR, None),
    ]
    assert held(head) == [("市民課", "head", None, None)]


def test_post_named_in_a_list_of_transfers_stays_beside_the_new_one(client, clerk, office):
    text = ALL + (
        "clerk,見本 花子,市民課,担当者,,,,,,\nclerk,見本 花子,ＤＸ推進課,担当者,,,R9.4.1,,,\n"
    )

    applied(client, PEOPLE, transfer(client, text))

    assert held(clerk) == [
        ("市民課", "clerk", None, None),
        ("ＤＸ推進課", "clerk", NEW_YEAR, None),
    ]


def test_promotion_in_the_same_section_is_a_transfer(client, clerk):
    text = ALL + "clerk,見本 花子,市民課,担当者,主幹,,R9.4.1,,,\n"

    applied(client, PEOPLE, transfer(client, text))

    assert held(clerk) == [("市民課", "clerk", None, EVE), ("市民課", "clerk", NEW_YEAR, None)]


def test_list_of_transfers_wants_the_first_day_of_a_new_post(client, clerk, office):
    page = transfer(client, ALL + "clerk,見本 花子,ＤＸ推進課,担当者,,,,,,\n")

    assert problems(page) == [
        "2行目 G列「発令日」：人事異動の一覧では、新しい職に発令日を入れてください。"
    ]


def test_ordinary_list_adds_a_post_and_ends_none(client, clerk, office):
    take_in(client, PEOPLE, ALL + "clerk,見本 花子,ＤＸ推進課,担当者,,,R9.4.1,,,\n")

    assert held(clerk) == [
        ("市民課", "clerk", None, None),
        ("ＤＸ推進課", "clerk", NEW_YEAR, None),
    ]


def test_account_days_come_with_the_list(client, clerk, department):
    text = ALL + (
        "clerk,見本 花子,市民課,担当者,,,,,,R9.3.31\nn1,新人 一郎,市民課,担当者,,,R9.4.1,,R9.4.1,\n"
    )

    page = shown(client, PEOPLE, text.encode())
    assert told(page.context["outcome"])[0] == (
        2,
        "変更",
        "見本 花子（clerk）",
        [("利用終了日", "", "令和９年３月31日")],
    )
    applied(client, PEOPLE, page)

    clerk.refresh_from_db()
    assert (clerk.valid_from, clerk.valid_to) == (None, EVE)
    assert clerk.posts.get().history.count() == 1
    assert User.objects.get(username="n1").valid_from == NEW_YEAR


def test_list_without_account_days_leaves_them(client, clerk):
    User.objects.filter(pk=clerk.pk).update(valid_to=EVE)

    page = shown(client, PEOPLE, (PERSON + "clerk,見本 花子,市民課,担当者,,,\n").encode())

    assert (page.context["outcome"].changes, page.context["outcome"].same) == ((), 1)


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    [
        (
            "clerk,見本 花子,市民課,担当者,,○,R9.4.1,,,\n",
            "2行目 F列「代理」",
            "代理は、役割が所属長で、発令日と終了日の両方があるときだけ付けられます。",
        ),
        (
            "clerk,見本 花子,市民課,担当者,,はい,,,,\n",
            "2行目 F列「代理」",
            "「はい」という代理はありません。○のどれかを書いてください。",
        ),
        (
            "clerk,見本 花子,市民課,担当者,,,,,R9.4.1,R9.3.31\n",
            "2行目 J列「利用終了日」",
            "利用終了日は利用開始日以後にしてください。",
        ),
        (
            "clerk,見本 花子,市民課,担当者,,,,,,R9.3.31\nclerk,見本 花子,市民課,閲覧者,,,,,,\n",
            "3行目 J列「利用終了日」",
            "2行目の利用終了日（令和９年３月31日）と違います。",
        ),
        (
            "administrator,職員 管理,ＤＸ推進課,システム管理者,,,,,,R8.3.31\n",
            "2行目 J列「利用終了日」",
            "自分の利用期間は、今日を含めてください。",
        ),
    ],
)
def test_problems_of_deputies_and_account_days(client, clerk, administrator, rows, place, message):
    User.objects.filter(pk=administrator.pk).update(name="職員 管理")

    page = shown(client, PEOPLE, (ALL + rows).encode())

    assert problems(page) == [f"{place}：{message}"]


@pytest.fixture
def staffed(plan, department, clerk, head):
    """市民課 reports for one initiative; the list is made a week before April."""
    return factories.initiative(plan=plan, lead=department)


def test_preview_says_what_a_transfer_leaves_without_anybody(
    client, settings, staffed, period, department, office
):
    settings.TODAY = date(2027, 3, 25)
    factories.report(initiative=staffed, period=period, department=department, state="returned")
    text = ALL + (
        "clerk,見本 花子,ＤＸ推進課,担当者,,,R9.4.1,,,\nhead,例田 一郎,市民課,所属長,,,,,,R9.3.31\n"
    )

    outcome = transfer(client, text).context["outcome"]

    assert outcome.consequences == (
        "令和９年４月１日から、市民課に担当者がいなくなります（取組事項１件）。書きかけか差戻しの報告１件があります。",
        "令和９年４月１日から、市民課に所属長がいなくなります（取組事項１件）。",
    )


def test_preview_counts_the_remarks_nobody_would_answer(
    client, settings, plan, staffed, clerk, department, office, administrator
):
    settings.TODAY = date(2027, 3, 25)
    elsewhere = factories.initiative(plan=plan, lead=office)
    factories.remark(initiative=staffed, by=administrator)
    factories.remark(initiative=elsewhere, by=administrator, department=department)
    factories.remark(initiative=elsewhere, by=administrator)
    factories.remark(
        initiative=staffed,
        by=administrator,
        response="対応した。",
        responded_at=timezone.now(),
        responded_by=clerk,
    )

    outcome = transfer(client, ALL + "clerk,見本 花子,ＤＸ推進課,担当者,,,R9.4.1,,,\n").context[
        "outcome"
    ]

    assert outcome.consequences == (
        "令和９年４月１日から、市民課に担当者がいなくなります（取組事項１件）。回答していない指摘事項２件があります。",
    )


def test_april_change_is_a_journey_without_a_gap(
    client, settings, staffed, clerk, head, department, office
):
    settings.TODAY = date(2027, 3, 25)
    text = ALL + (
        "clerk,見本 花子,ＤＸ推進課,担当者,,,R9.4.1,,,\n"
        "head,例田 一郎,市民課,所属長,市民課長,,,,,R9.3.31\n"
        "n1,新人 一郎,市民課,担当者,,,R9.4.1,,R9.4.1,\n"
        "n2,新任 二子,市民課,所属長,市民課長,,R9.4.1,,,\n"
    )
    page = transfer(client, text)
    assert page.context["outcome"].consequences == ()

    issued = applied(client, PEOPLE, page).context["issued"]

    assert [each.person.username for each in issued] == ["n1", "n2"]
    before, after = (people_of(department.municipality_id, day) for day in (EVE, NEW_YEAR))
    assert before[department.pk] == People(("見本 花子",), ("例田 一郎",))
    assert after[department.pk] == People(("新人 一郎",), ("新任 二子",))
    assert after[office.pk].clerks == ("見本 花子",)
    settings.TODAY = NEW_YEAR
    assert "例田" not in str(unowned.read(department.municipality_id, NEW_YEAR))
    gone = Client().post("/accounts/login/", {"username": "head", "password": factories.PASSWORD})
    assert "この職員番号の利用は、令和９年３月31日で終わりました。" in gone.text
    new = Client().post(
        "/accounts/login/", {"username": "n1", "password": issued[0].password}, follow=True
    )
    assert new.redirect_chain[-1][0] == "/accounts/password/"
