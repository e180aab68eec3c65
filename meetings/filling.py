"""What the database knows for a proposal about a plan: ④ the meetings before, ⑤ the plan itself, ⑥ goals, ⑧ dues."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q

from fiscal import wareki
from initiatives.models import Category, Plan, PlanStatement
from kpis import goals
from meetings.models import Meeting, Proposal
from meetings.paper import WIDE, wide_date

MEETINGS, GOALS, DUES_A_YEAR = 3, 20, 3


def fill(plan: Plan, meeting: Meeting) -> dict[str, str]:
    """Return proposed texts by the name of their column; what is not known is left out."""
    initiatives = list(plan.initiatives.filter(repeat_of=None).values_list("pk", "title"))
    known = goals.read([pk for pk, _ in initiatives])
    rows = [goal for pk, _ in initiatives for goal in known.get(pk, ())]
    texts = {
        "subject": f"{plan.title}について",
        "course": "\n".join(_course(plan, meeting)),
        "content": "\n".join(_content(plan, len(initiatives))),
        "effect": "\n".join(_effect([goal for goal in rows if goal.is_indicator])),
        "schedule": "\n".join(_schedule([goal for goal in rows if not goal.is_indicator])),
    }
    return {name: text for name, text in texts.items() if text}


def _course(plan: Plan, meeting: Meeting) -> Iterator[str]:
    """What the body has heard before: the proposals handed in to it, the progress of the plan reported to it."""
    is_earlier = Q(year__lt=meeting.year) | Q(year=meeting.year, number__lt=meeting.number)
    papers = Prefetch("proposals", Proposal.objects.submitted(), to_attr="papers")
    held = Meeting.objects.filter(is_earlier, body=meeting.body_id).order_by("-year", "-number")
    latest = held.select_related("body", "period").prefetch_related(papers)[:MEETINGS]
    for each in reversed(latest):
        day = f"（{wide_date(each.held_on)}開催）" if each.held_on else ""
        name = f"{wareki.fiscal_year(each.year)}第{each.number}回{each.body}".translate(WIDE)
        for heard in _heard(plan, each):
            yield f"{name}{day}において、{heard}"


def _heard(plan: Plan, meeting: Meeting) -> Iterator[str]:
    proposals: list[Proposal] = vars(meeting)["papers"]
    yield from (f"「{row.subject}」を{row.get_kind_display()}" for row in proposals)
    if meeting.period and meeting.period.plan_id == plan.pk:
        yield f"{meeting.period}の進捗状況を{meeting.get_purpose_display()}"


def _content(plan: Plan, initiatives: int) -> Iterator[str]:
    """Title, aim, period and build of the plan, numbered as in a 提案書."""
    span = wareki.fiscal_years(plan.first_year, plan.last_year).translate(WIDE)
    policies = _statements(plan, PlanStatement.Kind.POLICY)
    parts = {
        "タイトル": [plan.title],
        "趣旨": _statements(plan, PlanStatement.Kind.PURPOSE),
        "対象期間": [span],
        "基本方針": policies,
        "構成": list(_build(plan, initiatives)),
    }
    stated = {name: texts for name, texts in parts.items() if texts}
    for number, (name, texts) in enumerate(stated.items(), 1):
        if number > 1:
            yield ""
        yield f"{number}　{name}".translate(WIDE)
        yield from (f"　　{text}" for text in texts)


def _statements(plan: Plan, kind: PlanStatement.Kind) -> list[str]:
    rows = plan.statements.filter(kind=kind).order_by("order").values_list("text", flat=True)
    return [line.strip() for text in rows for line in text.splitlines() if line.strip()]


def _build(plan: Plan, initiatives: int) -> Iterator[str]:
    heads = Category.objects.filter(plan=plan, parent=None).order_by("order")
    yield from (f"{label}　{title}" for label, title in heads.values_list("label", "title"))
    if initiatives:
        yield f"{plan.initiative_word}　{initiatives}件".translate(WIDE)


def _effect(rows: list[goals.GoalText]) -> Iterator[str]:
    """The targets the plan sets; what it costs, no plan file says."""
    if rows:
        yield "【目標値】"
    yield from (f"　{goal.text}（{goal.due}）" for goal in rows[:GOALS])
    if len(rows) > GOALS:
        yield f"　ほか{len(rows) - GOALS}件".translate(WIDE)


def _schedule(rows: list[goals.GoalText]) -> Iterator[str]:
    """What is due, year by year."""
    for year in sorted({goal.year for goal in rows if goal.year is not None}):
        due = [goal.text for goal in rows if goal.year == year]
        rest = f" ほか{len(due) - DUES_A_YEAR}件" if len(due) > DUES_A_YEAR else ""
        yield f"{wareki.fiscal_year(year)}　{'、'.join(due[:DUES_A_YEAR])}{rest}".translate(WIDE)
