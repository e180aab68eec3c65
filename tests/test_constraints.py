"""The database itself refuses what must never be: each constraint is broken once, by name."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from initiatives.models import (
    Category,
    CategoryPolicy,
    Framework,
    GlossaryTerm,
    Grade,
    GradeScale,
    InitiativeItem,
    ItemList,
    Milestone,
    PlanAmendment,
    PlanRevision,
    PlanStatement,
    PlanStep,
    Responsibility,
    ScheduleBar,
    Succession,
    Term,
    TermLink,
)
from kpis.models import Measurement, Target
from meetings.models import Body, Meeting, ProposalComparison
from organizations.models import Post, Reorganization, ReorganizationStep, ReorganizationTarget
from progress.models import AnnualRound, ReorganizationChoice
from tests import factories

EARLY, LATE = date(2026, 4, 1), date(2026, 3, 31)


class World:
    """One row of everything, to stand the broken rows on."""

    def __init__(self) -> None:
        self.city = factories.municipality()
        self.section = factories.department(municipality=self.city, name="市民課")
        self.person = factories.person(self.section, "clerk")
        self.plan = factories.plan(municipality=self.city)
        self.initiative = factories.initiative(plan=self.plan, lead=self.section)
        self.category = self.initiative.category
        self.scale = self.plan.grade_scale
        self.indicator = factories.indicator(initiative=self.initiative)
        self.period = factories.period(plan=self.plan)
        self.list = ItemList.objects.create(initiative=self.initiative, order=1, title="一覧")
        self.framework = Framework.objects.create(key="national", title="国の重点取組事項")
        self.term = Term.objects.create(framework=self.framework, code="1", order=1, name="項目")
        self.body = Body.objects.create(municipality=self.city, name="推進本部")
        self.meeting = factories.meeting(municipality=self.city)
        self.proposal = factories.proposal(meeting=self.meeting)


def twice(make: Callable[[], models.Model]) -> None:
    make()
    make()


def _report(world: World, **fields) -> models.Model:
    return factories.report(
        initiative=world.initiative, period=world.period, department=world.section, **fields
    )


def _step(w: World) -> ReorganizationStep:
    reorganization = Reorganization.objects.get_or_create(
        municipality=w.city, title="改革", in_force_on=EARLY, saved_by=w.person
    )[0]
    return reorganization.steps.get_or_create(order=1, kind="rename")[0]


def _choice(w: World, **fields) -> models.Model:
    target = _step(w).targets.get_or_create(order=1, name="窓口課")[0]
    return ReorganizationChoice.objects.create(
        step=target.step, department=w.section, target=target, **fields
    )


def _improvement(w: World, **fields) -> models.Model:
    return factories.improvement(department=w.section, by=w.person, **fields)


def _review(w: World, **fields) -> models.Model:
    annual = AnnualRound.objects.filter(plan=w.plan).first()
    return factories.annual_review(
        annual=annual or factories.annual_round(plan=w.plan),
        initiative=w.initiative,
        department=w.section,
        **fields,
    )


def _milestone(w: World, **fields) -> models.Model:
    return Milestone.objects.create(
        initiative=w.initiative,
        text="導入",
        **{"order": 1, "due": "within_year", "due_year": 2026, **fields},
    )


def _bar(w: World, **fields) -> models.Model:
    return ScheduleBar.objects.create(
        initiative=w.initiative, text="検討", kind="study", **{"order": 1, **fields}
    )


def _measurement(w: World, **fields) -> models.Model:
    values = {"year": 2026, "quarter": 1, "as_of": LATE, "value": 1, **fields}
    return Measurement.objects.create(indicator=w.indicator, **values)


def _responsibility(w: World, **fields) -> models.Model:
    values = {"role": "lead", "origin": "office", **fields}
    return Responsibility.objects.create(initiative=w.initiative, department=w.section, **values)


def _list(w: World, **fields) -> models.Model:
    return ItemList.objects.create(**{"order": 2, "title": "手続", **fields})


def _policy(w: World) -> models.Model:
    return CategoryPolicy.objects.create(
        category=w.category, code="A-1-1a", label="ア", departments_printed="全ての課", order=1
    )


def _amendment(w: World, **fields) -> models.Model:
    values = {"title": "改定", "reason": "理由", "in_force_on": EARLY, "base": {}, "document": {}}
    return PlanAmendment.objects.create(plan=w.plan, **{**values, **fields})


def _descent(w: World, **fields) -> models.Model:
    values = {"initiative": w.initiative, "from_category": w.category}
    return Succession.objects.create(kind="renamed", origin="reading", **{**values, **fields})


def _confidence(w: World, **fields) -> models.Model:
    return factories.confidence(period=w.period, initiative=w.initiative, by=w.person, **fields)


def _extension(w: World, **fields) -> models.Model:
    return factories.extension(period=w.period, department=w.section, by=w.person, **fields)


def _question(w: World, **fields) -> models.Model:
    return factories.question(initiative=w.initiative, first=w.period, **fields)


def _answer(w: World, **fields) -> models.Model:
    question = w.initiative.questions.first() or _question(w)
    return factories.answer(
        question=question, period=w.period, department=w.section, by=w.person, **fields
    )


def _annual_round(w: World) -> models.Model:
    return w.plan.annual_rounds.first() or factories.annual_round(plan=w.plan)


def _notice(w: World, **fields) -> models.Model:
    return factories.notice(**{"period": w.period, "department": w.section, **fields})


def _attachment(w: World, **fields) -> models.Model:
    report = w.initiative.reports.first() or _report(w)
    return factories.attachment(report=report, by=w.person, **fields)


BREAKS: dict[str, Callable[[World], object]] = {
    "department_name_once_per_validity": lambda w: twice(
        lambda: factories.department(municipality=w.city, name="総務課")
    ),
    "department_one_secretariat": lambda w: twice(
        lambda: factories.department(municipality=w.city, is_secretariat=True)
    ),
    "department_valid_to_after_from": lambda w: factories.department(
        municipality=w.city, valid_from=EARLY, valid_to=LATE
    ),
    "department_only_a_group_covers_all": lambda w: factories.department(
        municipality=w.city, covers_all=True
    ),
    "post_once": lambda w: Post.objects.create(user=w.person, department=w.section, role="clerk"),
    "post_valid_to_after_from": lambda w: Post.objects.create(
        user=w.person, department=w.section, role="head", valid_from=EARLY, valid_to=LATE
    ),
    "post_deputy_is_a_head_for_a_time": lambda w: Post.objects.create(
        user=w.person, department=w.section, role="head", valid_from=EARLY, is_deputy=True
    ),
    "user_valid_to_after_from": lambda w: (
        type(w.person).objects.filter(pk=w.person.pk).update(valid_from=EARLY, valid_to=LATE)
    ),
    "plan_last_year_not_before_first": lambda w: (
        type(w.plan).objects.filter(pk=w.plan.pk).update(last_year=2024)
    ),
    "plan_statement_order_once": lambda w: twice(
        lambda: PlanStatement.objects.create(plan=w.plan, kind="policy", order=1)
    ),
    "glossary_term_once": lambda w: twice(
        lambda: GlossaryTerm.objects.create(plan=w.plan, order=1, term="ＤＸ", definition="意味")
    ),
    "glossary_number_once": lambda w: [
        GlossaryTerm.objects.create(plan=w.plan, order=n, number=1, term=term, definition="意味")
        for n, term in enumerate(("ＩＣＴ", "ＡＩ"))
    ],
    "plan_revision_number_once": lambda w: twice(
        lambda: PlanRevision.objects.create(plan=w.plan, number=1)
    ),
    "plan_step_number_once": lambda w: twice(
        lambda: PlanStep.objects.create(plan=w.plan, number=1, label="第１", title="準備")
    ),
    "plan_step_ends_after_start": lambda w: PlanStep.objects.create(
        plan=w.plan, number=1, label="第１", title="準備", first_year=2026, last_year=2025
    ),
    "plan_amendment_one_open": lambda w: twice(lambda: _amendment(w)),
    "plan_amendment_in_force_keeps_before": lambda w: _amendment(w, state="in_force"),
    "category_policy_code_once": lambda w: twice(lambda: _policy(w)),
    "succession_one_descendant": lambda w: _descent(w, category=w.category),
    "succession_one_ancestor": lambda w: _descent(w, from_initiative=w.initiative),
    "succession_once": lambda w: twice(lambda: _descent(w)),
    "initiative_valid_to_after_from": lambda w: (
        type(w.initiative)
        .objects.filter(pk=w.initiative.pk)
        .update(valid_from=EARLY, valid_to=LATE)
    ),
    "initiative_repeats_another": lambda w: (
        type(w.initiative).objects.filter(pk=w.initiative.pk).update(repeat_of=w.initiative)
    ),
    "item_list_title_once_in_category": lambda w: twice(lambda: _list(w, category=w.category)),
    "item_list_initiative_or_category": _list,
    "grade_scale_version_once": lambda w: GradeScale.objects.create(
        key=w.scale.key, version=1, name="別"
    ),
    "grade_word_once": lambda w: Grade.objects.create(
        scale=w.scale, order=9, word="遅れ", tone="late"
    ),
    "grade_order_once": lambda w: Grade.objects.create(
        scale=w.scale, order=1, word="新", tone="late"
    ),
    "grade_excluded_is_no_delay": lambda w: Grade.objects.create(
        scale=w.scale, order=9, word="新", tone="na", is_excluded=True, is_delay=True
    ),
    "category_code_once": lambda w: Category.objects.create(
        plan=w.plan, code=w.category.code, label="A-①", title="別", order=9
    ),
    "initiative_code_once": lambda w: factories.initiative(plan=w.plan, code=w.initiative.code),
    "responsibility_once": lambda w: twice(lambda: _responsibility(w)),
    "responsibility_valid_to_after_from": lambda w: _responsibility(
        w, valid_from=EARLY, valid_to=LATE
    ),
    "responsibility_carried_by_the_office": lambda w: _responsibility(
        w, origin="document", carries=w.initiative.responsibilities.get()
    ),
    "item_list_title_once": lambda w: ItemList.objects.create(
        initiative=w.initiative, order=2, title="一覧"
    ),
    "initiative_item_number_once": lambda w: twice(
        lambda: InitiativeItem.objects.create(list=w.list, number=1, name="手続")
    ),
    "schedule_bar_place_once": lambda w: twice(lambda: _bar(w)),
    "schedule_bar_ends_after_start": lambda w: _bar(w, start_year=2026, end_year=2025),
    "schedule_bar_quarters_1_to_4": lambda w: _bar(w, start_quarter=5),
    "milestone_order_once": lambda w: twice(lambda: _milestone(w)),
    "milestone_year_unless_standing": lambda w: _milestone(w, due_year=None),
    "milestone_month_when_due_by_month": lambda w: _milestone(w, due="month"),
    "framework_key_once": lambda _: Framework.objects.create(key="national", title="別"),
    "term_code_once": lambda w: Term.objects.create(
        framework=w.framework, code="1", order=2, name="別"
    ),
    "term_link_once": lambda w: twice(
        lambda: TermLink.objects.create(term=w.term, initiative=w.initiative, origin="reading")
    ),
    "term_link_category_or_initiative": lambda w: TermLink.objects.create(
        term=w.term, origin="reading"
    ),
    "indicator_code_once": lambda w: factories.indicator(
        initiative=w.initiative, code=w.indicator.code
    ),
    "indicator_baseline_year_and_value": lambda w: factories.indicator(
        initiative=w.initiative, baseline_value=None
    ),
    "target_year_once": lambda w: Target.objects.create(indicator=w.indicator, year=2027, value=1),
    "target_absolute_has_year": lambda w: Target.objects.create(indicator=w.indicator, value=1),
    "measurement_quarter_once": lambda w: twice(lambda: _measurement(w)),
    "measurement_quarter_1_to_4": lambda w: _measurement(w, quarter=0),
    "measurement_value_or_reason": lambda w: _measurement(w, value=None),
    "measurement_settled_later": lambda w: _measurement(w, settled_year=2026, settled_quarter=1),
    "period_once": lambda w: factories.period(plan=w.plan),
    "period_quarter_1_to_4": lambda w: (
        type(w.period).objects.filter(pk=w.period.pk).update(quarter=5)
    ),
    "period_quarter_closes_its_span": lambda w: factories.period(
        plan=w.plan, quarter=1, span="half"
    ),
    "period_opens_due_closes_in_order": lambda w: factories.period(
        plan=w.plan, quarter=3, closes_on=EARLY
    ),
    "period_as_of_before_due": lambda w: factories.period(
        plan=w.plan, quarter=3, as_of=date(2027, 4, 1)
    ),
    "report_once_per_period": lambda w: twice(lambda: _report(w)),
    "report_state_known": lambda w: _report(w, state="lost"),
    "report_graded_when_handed_in": lambda w: _report(w, implementation=""),
    "report_reviewed_grade_has_reason": lambda w: _report(
        w, reviewed_grade=factories.grade("late")
    ),
    "confidence_once_per_period": lambda w: twice(lambda: _confidence(w)),
    "confidence_level_known": lambda w: _confidence(w, level="none"),
    "confidence_low_has_reason": lambda w: _confidence(w, level="low"),
    "reminder_days_are_numbers": lambda w: factories.reminder_setting(plan=w.plan, before="5、1"),
    "reminder_on_has_a_day": lambda w: factories.reminder_setting(
        plan=w.plan, before="", on_due=False
    ),
    "check_setting_once": lambda w: twice(lambda: factories.check_setting(plan=w.plan)),
    "check_setting_severity_known": lambda w: factories.check_setting(plan=w.plan, severity="no"),
    "extension_one_in_force": lambda w: twice(lambda: _extension(w)),
    "extension_has_a_reason": lambda w: _extension(w, reason=""),
    "extension_revoked_with_time_and_person": lambda w: _extension(w, revoked_by=w.person),
    "question_one_without_end": lambda w: twice(lambda: _question(w)),
    "question_has_a_text": lambda w: _question(w, text=""),
    "question_unit_only_with_a_number": lambda w: _question(w, unit="件"),
    "question_at_most_two_decimals": lambda w: _question(w, number_label="数", decimals=3),
    "question_at_most_sixty_days_before": lambda w: _question(w, days_before=61),
    "answer_once_per_section": lambda w: twice(lambda: _answer(w)),
    "answer_says_something": lambda w: _answer(w, line=""),
    "answer_number_or_absence": lambda w: _answer(w, number=1, absence="none"),
    "notice_one_reminder_a_day": lambda w: twice(lambda: _notice(w, kind="reminder")),
    "notice_one_annual_reminder_a_day": lambda w: twice(
        lambda: _notice(w, kind="reminder", period=None, annual=_annual_round(w))
    ),
    "notice_about_one_round": lambda w: _notice(w, kind="reminder", annual=_annual_round(w)),
    "notice_request_has_a_sender": _notice,
    "notice_recipient_once": lambda w: factories.notice(
        period=w.period, department=w.section, by=w.person, to=(w.person, w.person)
    ),
    "remark_response_with_time_and_person": lambda w: factories.remark(
        initiative=w.initiative, by=w.person, response="対応した。", responded_at=timezone.now()
    ),
    "improvement_state_known": lambda w: _improvement(w, state="lost"),
    "improvement_amount_with_unit": lambda w: _improvement(w, amount=120),
    "improvement_good_example_has_reason": lambda w: _improvement(w, is_good_example=True),
    "improvement_complete_when_sent": lambda w: _improvement(w, effect=""),
    "improvement_returned_with_reason": lambda w: _improvement(w, state="returned"),
    "reorganization_applied_with_time_and_person": lambda w: Reorganization.objects.create(
        municipality=w.city, title="改革", in_force_on=EARLY, saved_by=w.person, state="applied"
    ),
    "reorganization_target_name_once": lambda w: twice(
        lambda: ReorganizationTarget.objects.create(step=_step(w), order=1, name="窓口課")
    ),
    "reorganization_choice_about_one_thing": _choice,
    "reorganization_choice_once_per_initiative": lambda w: twice(
        lambda: _choice(w, initiative=w.initiative)
    ),
    "reorganization_choice_once_per_post": lambda w: twice(
        lambda: _choice(w, post=w.person.posts.get())
    ),
    "annual_round_once": lambda w: twice(lambda: factories.annual_round(plan=w.plan)),
    "annual_round_opens_due_closes_in_order": lambda w: factories.annual_round(
        plan=w.plan, due_on=LATE
    ),
    "annual_review_once_per_round": lambda w: twice(lambda: _review(w)),
    "annual_review_state_known": lambda w: _review(w, state="lost"),
    "annual_review_outlook_when_handed_in": lambda w: _review(w, outlook=""),
    "annual_review_says_what_changes": lambda w: _review(w, outlook="revise"),
    "annual_review_stage_once": lambda w: twice(
        lambda: _review(w).stages.create(key="do", order=9, text="もう一つの文。")
    ),
    "attachment_once_per_report": lambda w: twice(lambda: _attachment(w)),
    "attachment_kind_known": lambda w: _attachment(w, kind="html"),
    "attachment_not_empty": lambda w: _attachment(w, size=0),
    "body_name_once": lambda w: Body.objects.create(municipality=w.city, name="推進本部"),
    "plan_upload_applied_has_its_time": lambda w: factories.plan_upload(
        plan=w.plan, by=w.person, state="applied"
    ),
    "issued_sheet_number_once": lambda w: twice(
        lambda: factories.issued_sheet(
            period=w.period, department=w.section, by=w.person, number="CS-R8Q2-042021-0310-1"
        )
    ),
    "sheet_upload_applied_has_its_time": lambda w: factories.sheet_upload(
        period=w.period, department=w.section, by=w.person, state="applied"
    ),
    "proposal_subject_once": lambda w: twice(
        lambda: factories.proposal(meeting=w.meeting, subject="計画の改定について")
    ),
    "proposal_submitted_on_a_day": lambda w: factories.proposal(
        meeting=w.meeting, submitted_on=None
    ),
    "proposal_comparison_order_once": lambda w: twice(
        lambda: ProposalComparison.objects.create(proposal=w.proposal, order=1, label="策定済み")
    ),
    "meeting_number_once": lambda w: twice(
        lambda: Meeting.objects.create(body=w.body, year=2026, number=1, held_on=EARLY)
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses(name):
    world = World()

    with pytest.raises(IntegrityError), transaction.atomic():
        BREAKS[name](world)
