"""マイページ: everything one person sees on coming in, put together from the parts of the round."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fiscal import wareki
from initiatives.models import Grade
from organizations.desk import Desk
from organizations.models import Department, Post
from organizations.roles import Permission
from progress import answer_tasks, handover_tasks, improvements, revision_tasks, unowned
from progress.annual import tasks as annual_tasks
from progress.models import Remark, ReportingPeriod
from progress.news import News, news_for
from progress.notices import Standing, standing_for
from progress.office import OfficePage, office_page
from progress.owed import Own
from progress.own_initiatives import Table, tables_of
from progress.rounds import current_periods
from progress.strip import DONE, NONE, Mark
from progress.tasks import Task, Tasks, tasks_of
from progress.together import Together, together
from progress.under_way import UnderWay
from progress.unowned import Lack

REMARKS = 10


@dataclass(frozen=True)
class MyPage:
    """The parts of the page; what a person's posts do not carry is empty."""

    heading: str
    today: date
    previous_login: datetime | None
    posts: tuple[str, ...]
    enters: bool
    notices: tuple[Standing, ...]
    total: int
    tasks: tuple[Task, ...]
    tables: tuple[Table, ...]
    key: tuple[Mark, ...]
    office: OfficePage | None
    unowned: tuple[Lack, ...]
    others: tuple[ReportingPeriod, ...]
    periods: tuple[ReportingPeriod, ...]
    remarks: tuple[Remark, ...]
    shows_remarks: bool
    administers: bool
    reorganizes: bool
    opens_periods: bool
    hands_over: bool
    news: tuple[News, ...]
    improved: improvements.Own

    @property
    def together(self) -> tuple[Together, ...]:
        """The sections and periods for which several reports wait."""
        return together(self.tasks)

    @property
    def more_tasks(self) -> int:
        """How many tasks wait behind the ones shown."""
        return max(0, self.total - len(self.tasks))


def my_page(desk: Desk, today: date) -> MyPage:
    """Read the page of a person (a fixed number of queries for each running plan)."""
    periods = current_periods(desk.municipality_id, today)
    sections = _sections(desk)
    is_office = desk.may(Permission.REVIEW)
    tasks = _tasks(desk, [section.pk for section in sections], today)
    office = office_page(periods[0], today) if is_office and periods else None
    tables = tables_of(sections, periods, today)
    remarks = _remarks(desk) if desk.may(Permission.REMARK) else ()
    return MyPage(
        heading=_heading(tasks.total, enters=bool(sections), office=office),
        today=today,
        previous_login=desk.user.previous_login,
        posts=tuple(_held(post) for post in desk.posts),
        enters=bool(sections),
        notices=standing_for(desk.user, today),
        total=tasks.total,
        tasks=tasks.rows,
        tables=tuple(tables),
        key=_key(periods) if tables else (),
        office=office,
        unowned=tuple(unowned.read(desk.municipality_id, today)) if is_office else (),
        others=tuple(periods[1:]) if is_office else (),
        periods=tuple(periods),
        remarks=remarks,
        shows_remarks=bool(remarks) or (desk.may(Permission.REMARK) and not is_office),
        administers=desk.user.is_superuser or desk.may(Permission.ADMINISTER),
        reorganizes=desk.may(Permission.REORGANIZE),
        opens_periods=desk.may(Permission.OPEN_PERIOD),
        hands_over=bool(sections) or is_office,
        news=tuple(news_for(desk.municipality_id, sections, today)),
        improved=improvements.own(desk),
    )


def _tasks(desk: Desk, sections: Collection[int], today: date) -> Tasks:
    """Everything to do, of whatever kind: what ``todo.count_own`` counts."""
    own = Own.read(sections, today) if sections else None
    going = UnderWay.read(desk.municipality_id, today)
    tasks = tasks_of(desk, today, own)
    if going.questions:
        tasks = answer_tasks.with_answers(tasks, desk, today)
    tasks = annual_tasks.with_own(tasks, desk, today, own, is_open=going.reviews)
    tasks = handover_tasks.with_due(tasks, desk, today)
    return revision_tasks.with_due(tasks, desk, today)


def _held(post: Post) -> str:
    """市民課（所属長）; a deputy reads until when."""
    until = f"{wareki.month_day(post.valid_to)}まで" if post.is_deputy and post.valid_to else ""
    return f"{post.department}（{post.get_role_display()}{'の代理、' if until else ''}{until}）"


def _heading(total: int, *, enters: bool, office: OfficePage | None) -> str:
    if office and not total:
        return office.headline
    if enters or total:
        return f"やること {wareki.digits(total)}件" if total else "やることはありません"
    return "マイページ"


def _sections(desk: Desk) -> list[Department]:
    """The departments for which the person enters, each once."""
    wanted = set(desk.departments_for(Permission.ENTER))
    return list(
        {
            post.department_id: post.department
            for post in desk.posts
            if post.department_id in wanted
        }.values()
    )


def _key(periods: Sequence[ReportingPeriod]) -> tuple[Mark, ...]:
    """The words of the strips: 完了, the scales in use, and 未提出."""
    scales = {period.plan.grade_scale_id for period in periods}
    grades = Grade.objects.filter(scale__in=scales).order_by("scale", "order")
    words = dict.fromkeys(Mark(grade.tone, grade.word) for grade in grades)
    return (DONE, *words, NONE)


def _remarks(desk: Desk) -> tuple[Remark, ...]:
    rows = Remark.objects.visible_to(desk.user).filter(by=desk.user)
    told = rows.select_related("initiative__category", "department").only(
        "made_on",
        "text",
        "due_on",
        "response",
        "department__name",
        "initiative__number",
        "initiative__title",
        "initiative__category__label",
    )
    return tuple(told[:REMARKS])
