"""What nobody should send, sent to every address and every form: never an error of ours, nothing half-written."""

import re
from itertools import zip_longest

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from meetings.models import Meeting
from progress import checks
from tests import factories, test_doors
from tests.test_doors import DEEDS, PAGES, opener

scene = test_doors.scene
ADDRESSES = {**PAGES, **DEEDS}
ROOMS = ("organizations", "initiatives", "kpis", "progress", "meetings")
BEYOND = ("0", str(2**63), "9" * 30, "9" * 4400)
NUMBERED = sorted(
    name
    for name, (arguments, _) in ADDRESSES.items()
    if arguments not in (test_doors.nothing, test_doors.plan)
)


def written() -> dict[str, list[tuple]]:
    """Every row of every room, history included."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in models
        if model._meta.label != "organizations.User"  # signing in is noted there
    }


@pytest.mark.parametrize("name", NUMBERED)
def test_number_beyond_the_database_is_not_found(name, scene, as_):
    client = as_("secretary")
    send = client.post if name in DEEDS else client.get
    arguments = ADDRESSES[name][0](scene)

    for place in range(len(arguments)):
        marked = [987654321 if at == place else key for at, key in enumerate(arguments)]
        address = reverse(name, args=marked)
        statuses = {send(address.replace("987654321", key)).status_code for key in BEYOND}
        assert statuses == {404}


NUMBERS = ("abc", "-1", "0", "９", "²", "9" * 30, "9" * 4400, "%00", "")
ODD = {
    "page": NUMBERS,
    "meeting": NUMBERS,
    "category": NUMBERS,
    "department": NUMBERS,
    "section": NUMBERS,
    "person": NUMBERS,
    "period": ("abc", "2026-9", "9999-2", "0000-1", "%00", "２０２６-２"),
    "q": ("あ" * 10_000, "%00", "%ED%A0%80", "%25_%5C"),
    "show": ("abc", "%00"),
    "sheets": ("abc", "%00"),
    "next": ("//elsewhere.example/", "%00"),
    "%00": ("%00",),
}
# These say that there is no such thing; elsewhere the page shows what it shows without the words.
STRICT = {
    "reports:dashboard-show": ("period",),
    "reports:trend-show": ("category",),
    "reports:schedule-show": ("show",),
    "reports:crosswalk-show": ("period",),
    "exchange:crosswalk-download": ("period",),
    "exchange:hq-download": ("period", "meeting", "sheets"),
    "exchange:amendment-download": ("meeting",),
    "reports:handover-show": ("person",),
    "exchange:handover-download": ("person",),
}


@pytest.mark.parametrize("name", PAGES)
def test_odd_query_shows_a_page_or_is_not_found(name, scene, as_):
    client = as_(opener(name))
    address = reverse(name, args=PAGES[name][0](scene))

    strict = STRICT.get(name, ())
    loose = {key: values for key, values in ODD.items() if key not in strict}

    for each in zip_longest(*loose.values(), fillvalue=""):
        query = "&".join(f"{key}={value}" for key, value in zip(loose, each, strict=True))
        assert client.get(f"{address}?{query}").status_code == 200, query[:80]
    for key in strict:
        for value in filter(None, ODD[key]):
            assert client.get(f"{address}?{key}={value}").status_code == 404, (key, value)


def grade(_: test_doors.Scene) -> str:
    return str(factories.grade("ontrack").pk)


def lead(s: test_doors.Scene) -> str:
    return str(s.initiative.responsibilities.first().department_id)


def own_period(s: test_doors.Scene) -> str:
    return str(s.period.pk)


def own_initiative(s: test_doors.Scene) -> str:
    return str(s.initiative.pk)


IMPROVEMENT = {
    "version": "0",
    "department": lead,
    "kind": "report",
    "title": "申請書を１枚にまとめた",
    "made_on": "2026-09-01",
    "before": "改善前の文。",
    "done": "改善の内容の文。",
    "effect": "効果の文。",
    "amount": "120",
    "unit": "時間／年",
}
REPORT = {
    "implementation": "doing",
    "completed_on": "2026-09-30",
    "self_grade": grade,
    "reason": "理由の文。",
    "recovery": "見通しの文。",
    "result": "実績の文。",
    "issue": "課題の文。",
    "next_action": "今後の文。",
    "future": "continue",
    "request": "求める文。",
}
CHECKS = {check.id: check.default.value for check in checks.CHECKS if not check.is_fixed}
PERIOD = {
    "as_of": "2026-09-30",
    "opens_on": "2026-10-01",
    "due_on": "2026-10-16",
    "closes_on": "2026-10-31",
    "message": "連絡の文。",
}
ANNUAL = {
    "opens_on": "2027-05-01",
    "due_on": "2027-05-20",
    "closes_on": "2027-05-31",
    "message": "連絡の文。",
}
MEETING = {
    "body": "幹事会",
    "held_on": "2026-10-28",
    "number": "3",
    "period": own_period,
    "document_number": "資料１",
    "purpose": Meeting.Purpose.values[0],
}
PROPOSAL = {
    "kind": "deliberation",
    "submitted_on": "2026-10-14",
    "department_printed": "復興政策部ＤＸ推進課",
    "extension": "4262",
    "department": lead,
    "plan": lambda s: str(s.period.plan_id),
    "subject": "推進計画の改定について",
    "background": "背景の文。",
    "aim": "目的の文。",
    "laws": "官民データ活用推進基本法",
    "alignment": "placed",
    "alignment_text": "第２次総合計画",
    "course": "経過の文。",
    "participation": "yes",
    "participation_text": "意見の募集",
    "content": "１　趣旨",
    "effect": "効果の文。",
    "cost": "予算の範囲内",
    "comparison": "調査より引用",
    "comparison_title": "策定状況",
    "comparison_scope": "県内",
    "comparison_total": "35",
    "comparison_source": "県の調査",
    "comparison_as_of": "2026-10-05",
    "row1_label": "策定済み",
    "row1_count": "35",
    "row1_unit": "市",
    "row1_names": "仙台市",
    "schedule": "令和９年４月　施行",
    "other": "その他の文。",
}
SPAN = {"valid_from": "2026-10-01", "valid_to": "2027-03-31"}


def upper(s: test_doors.Scene) -> str:
    return str(s.remark.by.posts.get().department_id)


def scale(s: test_doors.Scene) -> str:
    return str(s.period.plan.grade_scale_id)


SECTION = {"name": "市民課", "parent": upper, "code": "0900", "extension": "2345", **SPAN}
POST = {"department": lead, "role": "viewer", "title": "主査", **SPAN}
PERSON = {"username": "s1001", "name": "見本 次郎", **POST}
ITEM = {
    "seen": "1" * 9,
    "status": "done",
    "done_on": "2026-09-30",
    "note": "備考の文。",
    "reason": "理由の文。",
}
AMENDMENT = {
    "title": "令和８年11月改定",
    "reason": "理由の文。",
    "in_force_on": "2026-11-01",
}
# who sends it, a good posting; every field is made bad in turn
FORMS = {
    "organizations:municipality-edit": (
        "administrator",
        {"code": "042021", "name": "石巻市", "prefecture": "宮城県"},
    ),
    "organizations:secretariat-edit": ("administrator", {"department": lead}),
    "organizations:department-create": ("administrator", {**SECTION, "name": "新設課"}),
    "organizations:department-edit": ("administrator", SECTION),
    "organizations:person-create": ("administrator", PERSON),
    "organizations:person-edit": (
        "administrator",
        {"name": "改名 花子", "email": "hanako@example.jp"},
    ),
    "organizations:post-create": ("administrator", POST),
    "organizations:post-edit": ("administrator", POST),
    "organizations:deputy-create": (
        "head",
        {
            "department": lead,
            "person": "架空 進",
            "valid_from": "2026-10-20",
            "valid_to": "2026-10-31",
            "reason": "出張のため",
        },
    ),
    "initiatives:scale-choose": ("secretary", {"grade_scale": scale}),
    "progress:report-accept": (
        "secretary",
        {"reviewed_grade": grade, "review_reason": "理由の文。", "comment": "ひとこと。"},
    ),
    "progress:report-return": ("secretary", {"reason": "直してください。"}),
    "progress:period-create": (
        "secretary",
        {
            "quarter": "2026-3",
            "as_of": "2026-12-31",
            "opens_on": "2027-01-04",
            "due_on": "2027-01-20",
            "closes_on": "2027-01-31",
            "message": "連絡の文。",
        },
    ),
    "progress:period-edit": ("secretary", PERIOD),
    "progress:check-edit": ("secretary", CHECKS),
    "progress:reminder-edit": ("secretary", {"before": "5,1", "after": "1"}),
    "progress:annualround-create": ("secretary", {"year": "2026", **ANNUAL}),
    "progress:annualround-edit": ("secretary", ANNUAL),
    "progress:annualreview-return": ("secretary", {"reason": "直してください。"}),
    "progress:remark-create": (
        "executive",
        {
            "occasion": "推進本部",
            "made_on": "2026-10-01",
            "text": "指摘の文。",
            "department": lead,
            "due_on": "2026-12-01",
        },
    ),
    "progress:remark-answer": ("clerk", {"response": "対応の文。"}),
    "progress:confidence-judge": ("secretary", {"level": "low", "reason": "見立ての理由。"}),
    "progress:improvement-create": ("clerk", IMPROVEMENT),
    "progress:improvement-edit": ("clerk", {**IMPROVEMENT, "version": "1"}),
    "progress:improvement-review": (
        "secretary",
        {"version": "1", "verdict": "good", "reason": "理由の文。", "initiative": own_initiative},
    ),
    "initiatives:item-edit": ("clerk", ITEM),
    "initiatives:itemlist-show": ("clerk", {**ITEM, "scope": "found"}),
    "meetings:meeting-create": ("secretary", MEETING),
    "meetings:meeting-edit": ("secretary", MEETING),
    "meetings:proposal-create": ("secretary", PROPOSAL),
    "meetings:proposal-edit": ("secretary", PROPOSAL),
    "organizations:reorganization-create": (
        "secretary",
        {
            "title": "令和９年度 機構改革",
            "in_force_on": "2027-04-01",
            "note": "条例の改正による",
            "kind_1": "rename",
            "sources_1": "市民課",
            "targets_1": "窓口課",
            "pasted": "新設\t\t新しい課",
        },
    ),
    "exchange:amendment-create": ("secretary", AMENDMENT),
    "exchange:amendment-edit": ("secretary", AMENDMENT),
    "exchange:amendment-period": (
        "secretary",
        {
            "title": "改めた計画名",
            "first_year": "2025",
            "last_year": "2028",
            "headquarters": "推進本部",
        },
    ),
    "exchange:initiative-withdraw": ("secretary", {"reason": "統合のため"}),
    "initiatives:responsibility-assign": (
        "secretary",
        {"department": lead, "valid_from": "2026-10-01", "valid_to": "2027-03-31", "note": "理由"},
    ),
}
BAD = {
    "NUL": "\x00値",
    "too long": "長" * 20_000,
}
BAD_CHOICES = {
    **BAD,
    "not offered": "abc",
    "of nowhere": "9" * 30,
    "digits without end": "9" * 4400,
    "negative": "-1",
    "not a number": "NaN",
    "infinite": "1e400",
}
BAD_DATES = {**BAD, "31 February": "2026-02-31", "wareki": "令和８年１０月１日", "word": "abc"}
CHOICES = {
    *("kind_1", "amount", "initiative"),
    *("first_year", "last_year", "year"),
    "reviewed_grade",
    "quarter",
    "department",
    "period",
    "purpose",
    "number",
    *("kind", "alignment", "participation", "plan", "comparison_total", "row1_count"),
}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def bad_values(name: str) -> dict[str, str]:
    if name in CHOICES:
        return BAD_CHOICES
    return BAD_DATES if name.endswith(("_on", "_from", "_to", "as_of")) else BAD


def filled(posting: dict, s: test_doors.Scene) -> dict[str, str]:
    return {name: value(s) if callable(value) else value for name, value in posting.items()}


@pytest.fixture
def ready(scene):
    """The scene, with a report that the office may accept or return."""
    scene.report.state = "confirmed"
    scene.report.save()
    return scene


@pytest.mark.parametrize("name", FORMS)
def test_bad_value_is_refused_beside_its_field(name, ready, as_):
    who, posting = FORMS[name]
    client, good = as_(who), filled(posting, ready)
    address = reverse(name, args=ADDRESSES[name][0](ready))
    client.get(reverse("help-show"))  # the session notes its first use
    before = written()

    for field in good:
        for why, value in bad_values(field).items():
            page = client.post(address, {**good, field: value})
            assert page.status_code == 200, (field, why)
            messages = page.context["form"].errors[field]
            assert all(JAPANESE.search(text) and len(text) < 100 for text in messages), (field, why)
            kept = {key: page.context["form"][key].value() for key in good if key != field}
            assert kept == {key: text for key, text in good.items() if key != field}, (field, why)
    assert written() == before


# What the pages of a 改定案 send beside the form: the version they were read at.
READ_AT = {
    name: {"version": "1"}
    for name in (
        "exchange:amendment-edit",
        "exchange:amendment-period",
        "exchange:initiative-withdraw",
    )
}
# A plan has one open 改定案 at a time.
ALONE = {"exchange:amendment-create"}
# Answers with the temporary password, which is shown once.
SHOWN_ONCE = {"organizations:person-create"}


@pytest.mark.parametrize("name", FORMS)
def test_good_values_of_that_form_go_through(name, ready, as_):
    who, posting = FORMS[name]
    address = reverse(name, args=ADDRESSES[name][0](ready))

    if name in ALONE:
        ready.amendment.delete()

    status = 200 if name in SHOWN_ONCE else 302
    posted = {**filled(posting, ready), **READ_AT.get(name, {})}
    assert as_(who).post(address, posted).status_code == status


BODIES = {
    "nothing": ("", "application/x-www-form-urlencoded"),
    "JSON": ('{"version": 1, "reason": "理由"}', "application/json"),
    "plain text": ("version=1", "text/plain"),
    "torn upload": ("garbage", "multipart/form-data; boundary=x"),
    "no boundary": ("garbage", "multipart/form-data"),
    "NUL names": ("%00=%00&version=%00", "application/x-www-form-urlencoded"),
    "endless version": ("version=" + "9" * 4400, "application/x-www-form-urlencoded"),
}
MORE = (
    "progress:entry-edit",
    "progress:annualreview-edit",
    "progress:section-edit",
    "progress:attachment-create",
    "organizations:password-change",
)
POSTED = sorted({*FORMS, *DEEDS, *MORE})


@pytest.mark.parametrize("name", POSTED)
def test_strange_body_is_no_error_of_ours(name, ready, as_):
    arguments, expected = ADDRESSES[name]
    ok = (200, 302)
    who = next(p for p, s in zip(test_doors.PEOPLE, expected, strict=True) if s in ok)
    address = reverse(name, args=arguments(ready))
    as_(who)  # makes the person once, outside what is undone below

    statuses = set()
    for body, kind in BODIES.values():
        with transaction.atomic():
            statuses.add(as_(who).generic("POST", address, body, content_type=kind).status_code)
            transaction.set_rollback(True)
    assert statuses <= {200, 302, 400, 409}


ADMIN_QUERIES = ("q=%00", "id__exact=%00", "id__exact=" + "9" * 30, "p=" + "9" * 30, "p=abc")


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_admin_answers_any_filter_and_any_number(model, scene, as_, administrator):
    administrator.is_superuser = True
    administrator.save()
    client = as_("administrator")
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    row = model._base_manager.order_by("pk").values_list("pk", flat=True).first() or 0

    for query in ADMIN_QUERIES:
        assert client.get(f"{base}?{query}").status_code in {200, 302}, query
    pages = [f"{key}/{page}/" for key in ("abc", "%00", "9" * 30) for page in ("change", "history")]
    versions = [f"{row}/history/{key}/" for key in ("abc", "%00", "9" * 30)]
    for page in (*pages, "abc/history/1/", *versions):
        assert client.get(f"{base}{page}").status_code == 404, page
