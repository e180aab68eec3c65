from datetime import date

from dxplan import frame
from fiscal.calendar import Quarter
from tests import factories


def names(response) -> list[str]:
    return [item.name for item in response.context["frame"]["menu"]]


def test_menu_of_a_clerk(as_, period):
    response = as_("clerk").get("/")

    assert names(response) == [
        "マイページ",
        "ダッシュボード",
        "計画",
        "計画の一覧",
        "工程表",
        "ＫＰＩ",
        "会議",
        "資料の出力",
    ]


def test_menu_of_the_office_has_periods_review_and_admin(as_, period):
    response = as_("secretary").get("/")

    assert names(response) == [
        "マイページ",
        "報告期",
        "審査",
        "ダッシュボード",
        "計画",
        "計画の一覧",
        "工程表",
        "ＫＰＩ",
        "会議",
        "資料の出力",
        "設定",
        "管理",
    ]


def test_frame_says_quarter_person_and_span(as_, period):
    response = as_("clerk").get("/")

    shown = response.context["frame"]
    assert (shown["where"], shown["span"], shown["person"]) == (
        "令和８年度 第２四半期",
        "令和７～９年度",
        "市民課　見本 花子（担当者）",
    )


def test_frame_without_a_plan_still_opens_the_first_page(as_):
    assert as_("clerk").get("/").status_code == 200


def test_demo_band_stands_on_every_page_of_a_demo_city(as_, period, municipality):
    assert "デモ用の架空データ" not in as_("clerk").get("/").content.decode()

    municipality.is_demo = True
    municipality.save()

    assert "デモ用の架空データ" in as_("clerk").get("/").content.decode()


def test_ruler_marks_past_present_and_future(plan):
    drawn = frame.ruler(plan, Quarter(2026, 2))

    tones = [tick["tone"] for year in drawn["years"] for tick in year["ticks"]]
    assert tones == ["past"] * 5 + ["now"] + ["next"] * 6
    assert drawn["label"] == "計画期間 令和７～９年度の12四半期のうち、いま６番目"


def test_frame_of_a_plan_that_reports_by_half_year_speaks_of_half_years(plan):
    plan.frequency = "half"

    facts = frame.of_plan(plan, None, date(2026, 10, 14))

    tones = [tick["tone"] for year in facts["ruler"]["years"] for tick in year["ticks"]]
    assert tones == ["past"] * 6 + ["now"] * 2 + ["next"] * 4
    assert facts["where"] == "令和８年度 下半期"
    assert facts["ruler"]["label"] == "計画期間 令和７～９年度、いま令和８年度 下半期"


def test_plan_of_the_address_leads_the_frame(as_, period, municipality):
    other = factories.plan(municipality=municipality, title="別の計画")

    response = as_("viewer").get(other.get_absolute_url())

    assert response.context["frame"]["name"] == "別の計画"
