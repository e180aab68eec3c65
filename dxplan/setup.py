"""はじめに設定すること: what a city hall has of what it needs, in the order in which it is made, and what is next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from fiscal import wareki
from fiscal.calendar import fiscal_year_of
from initiatives import running
from initiatives.models import GradeScale, Initiative, Plan
from organizations.access import city_of, may_administer
from organizations.desk import Desk
from organizations.models import Municipality, Post
from organizations.roles import Permission, Role
from progress.models import ReportingPeriod

AFTER = "前の設定の後にできます"
OFFICE = "事務局が行います"


@dataclass(frozen=True)
class Step:
    """One thing to set up: what is there, what is missing, and where it is done (nowhere for others' work)."""

    title: str
    about: str
    here: str
    missing: str
    go: str
    url: str
    waiting: str = AFTER

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class Link:
    """Another page of settings."""

    name: str
    url: str
    about: str


@dataclass(frozen=True)
class Setup:
    """The whole page."""

    city: Municipality | None
    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    others: tuple[Link, ...]

    @property
    def missing(self) -> list[Step]:
        """What is not there yet, in order."""
        return [step for step in self.steps if not step.is_done]

    @property
    def next(self) -> Step | None:
        """What this person can do next."""
        return next((step for step in self.missing if step.url), None)

    @property
    def headline(self) -> str:
        """The state in a sentence."""
        left = len(self.missing)
        if not left:
            return "設定はそろっています"
        return f"あと{wareki.digits(left)}つで、報告を始められます"


def setup_of(desk: Desk, today: date) -> Setup:
    """Read what is there (one small query for each step). The office sees the steps from the plan on."""
    city = city_of(desk)
    steps = [*(_OF_ADMINISTRATOR if may_administer(desk) else ()), *_OF_OFFICE]
    return Setup(
        city,
        tuple(step(desk, city, today) for step in steps),
        _notes(desk, city, today),
        _others(desk),
    )


def is_lead_there(desk: Desk, today: date) -> bool:
    """Whether a person who signs in is led to the page: something is missing that they can do."""
    if not (may_administer(desk) or desk.may(Permission.EDIT_PLAN)):
        return False
    if city_of(desk) is None and Municipality.objects.exists():
        return False
    return setup_of(desk, today).next is not None


def _city(_desk: Desk, city: Municipality | None, _today: date) -> Step:
    return Step(
        "自治体",
        "全国地方公共団体コードと名前。全ての画面と資料に出ます。",
        f"{city.prefecture}{city.name}（{city.code}）" if city else "",
        "" if city else "まだ登録されていません。",
        "自治体を変更する" if city else "自治体を登録する",
        reverse("organizations:municipality-edit"),
    )


def _departments(_desk: Desk, city: Municipality | None, today: date) -> Step:
    count = city.departments.units().overlapping(today, None).count() if city else 0
    return Step(
        "課",
        "報告する課。１つずつでも、Excel・CSVでまとめてでも登録できます。",
        f"{wareki.digits(count)}課" if count else "",
        "" if count else "まだ登録されていません。",
        "課を見る" if count else "課を登録する",
        reverse("organizations:department-list") if city else "",
    )


def _secretariat(_desk: Desk, city: Municipality | None, _today: date) -> Step:
    office = city.departments.filter(is_secretariat=True, valid_to=None).first() if city else None
    ready = city is not None and city.departments.units().exists()
    return Step(
        "事務局",
        "計画を管理し、全課の報告を受理する課。１つだけです。",
        str(office or ""),
        "" if office else "まだ決まっていません。",
        "事務局を変える" if office else "事務局を決める",
        reverse("organizations:secretariat-edit") if ready else "",
    )


def _people(_desk: Desk, city: Municipality | None, today: date) -> Step:
    posts = Post.objects.served_on(today).filter(user__municipality=city)
    pairs = list(posts.values_list("user_id", "role")) if city else []
    roles = {role for _, role in pairs}
    lacking = [
        word
        for word, wanted in (
            ("事務局", {Role.SECRETARIAT}),
            ("課の担当者か所属長", {Role.CLERK, Role.HEAD}),
        )
        if not roles & wanted
    ]
    count = len({user for user, _ in pairs})
    ready = city is not None and city.departments.units().exists()
    return Step(
        "利用者と役職",
        "少なくとも、事務局１人と、報告する課の担当者・所属長。",
        f"{wareki.digits(count)}人" if count else "",
        f"{'と、'.join(lacking)}の役割の人がいません。" if lacking else "",
        "利用者を見る" if count else "利用者を登録する",
        reverse("organizations:person-list") if ready else "",
    )


def _scale(_desk: Desk, _city: Municipality | None, _today: date) -> Step:
    count = GradeScale.objects.count()
    return Step(
        "評価尺度",
        "進捗評価の語。ひな形から選ぶか、計画と一緒に取り込みます。",
        f"{wareki.digits(count)}種類" if count else "",
        "" if count else "まだありません。",
        "評価尺度を見る" if count else "ひな形から選ぶ",
        reverse("initiatives:scale-list"),
    )


def _plan(desk: Desk, city: Municipality | None, _today: date) -> Step:
    titles = list(Plan.objects.filter(municipality=city).values_list("title", flat=True))
    return Step(
        "計画",
        "Excelのひな形に計画を書き込み、取り込みます。",
        "、".join(titles),
        "" if titles else "まだ取り込まれていません。",
        "計画を取り込む",
        reverse("exchange:import-create") if desk.may(Permission.EDIT_PLAN) else "",
        OFFICE,
    )


def _period(desk: Desk, city: Municipality | None, today: date) -> Step:
    periods = ReportingPeriod.objects.filter(plan__municipality=city)
    count = periods.count() if city else 0
    plan = running.leading(Plan.objects.filter(municipality=city), None, today)
    url = reverse("progress:period-list", args=[plan.slug]) if plan else ""
    return Step(
        "報告期",
        "開始日になると、各課のマイページに「やること」が出ます。",
        f"{wareki.digits(count)}期" if count else "",
        "" if count else "まだありません。",
        "報告期を見る" if count else "最初の報告期を作る",
        url if desk.may(Permission.OPEN_PERIOD) else "",
        AFTER if desk.may(Permission.OPEN_PERIOD) else OFFICE,
    )


_Reader = Callable[[Desk, Municipality | None, date], Step]
_OF_ADMINISTRATOR: tuple[_Reader, ...] = (_city, _departments, _secretariat, _people, _scale)
_OF_OFFICE: tuple[_Reader, ...] = (_plan, _period)


def _others(desk: Desk) -> tuple[Link, ...]:
    """The pages of settings that are no step."""
    pages = (
        (
            not may_administer(desk),
            "評価尺度",
            "initiatives:scale-list",
            "計画の評価尺度を変える、ひな形から加える",
        ),
        (
            desk.may(Permission.REORGANIZE),
            "機構改革",
            "organizations:reorganization-list",
            "課の改称・統合・分割・廃止を、施行日とともに決める",
        ),
        (
            desk.may_somewhere(Permission.READ),
            "課の沿革",
            "organizations:lineage-show",
            "課の名前の移り変わり",
        ),
        (True, "管理画面", "admin:index", "一つ一つの記録を直す、変更の履歴を見る"),
    )
    return tuple(Link(name, reverse(url), about) for may, name, url, about in pages if may)


def _notes(desk: Desk, city: Municipality | None, today: date) -> tuple[str, ...]:
    """What is no step, but should be known."""
    said = []
    if desk.user.is_superuser and not desk.posts and city is not None:
        said.append(
            "あなたには職がありません。計画の画面を使うには、「利用者と役職」で自分の職を登録してください。"
        )
    unassigned = Initiative.objects.filter(
        plan__municipality=city,
        plan__kind=Plan.Kind.PLAN,
        plan__last_year__gte=fiscal_year_of(today),
        completed_year=None,
        responsibilities=None,
    )
    alone = unassigned.count() if desk.may(Permission.EDIT_PLAN) else 0
    if alone:
        said.append(
            f"報告する課が決まっていない取組事項が{wareki.digits(alone)}件あります。個票の「報告する課を割り当てる」で決めてください。"
        )
    return tuple(said)
