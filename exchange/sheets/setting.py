"""What stands around the rows of a 調査票: for whom, until when, by whom it was handed out."""

from dataclasses import dataclass

from django.utils import timezone

from exchange.models import IssuedSheet
from exchange.workbook.title import DEMO
from fiscal import wareki
from progress.extensions import Extensions

FORM_VERSION = 1


@dataclass(frozen=True)
class Setting:
    """The words of the first page, of the titles and of the footers."""

    plan: str
    round: str
    as_of: str
    section: str
    due: str
    office: str
    number: str
    issued: str
    is_demo: bool

    @classmethod
    def of(cls, sheet: IssuedSheet) -> "Setting":
        """Read them from a sheet that was handed out (two queries, for the office and a later deadline)."""
        period, city = sheet.period, sheet.period.plan.municipality
        quarter, at = period.as_quarter, timezone.localtime(sheet.issued_at)
        desk = city.departments.filter(is_secretariat=True, valid_to=None).first()
        extension = f"〔内線{desk.extension}〕" if desk and desk.extension else ""
        return cls(
            plan=period.plan.title,
            round=f"{wareki.quarter(quarter)}（{wareki.quarter_months(quarter)}）",
            as_of=wareki.as_of_month(period.as_of),
            section=sheet.department.name,
            due=wareki.full_date_weekday(
                Extensions.read([period.pk], sheet.department_id).due(period, sheet.department_id)
            ),
            office=f"{desk.name if desk else '事務局'}{extension}",
            number=sheet.number,
            issued=f"{wareki.full_date(at.date())} {at.hour}:{at.minute:02d}",
            is_demo=city.is_demo,
        )

    @property
    def demo(self) -> str:
        """※ デモ用の架空データ."""
        return f"※ {DEMO}" if self.is_demo else ""

    @property
    def moment(self) -> str:
        """令和８年９月末現在　帳票番号 CS-R8Q2-042021-0310-1."""
        return "　　".join(filter(None, (self.as_of, f"帳票番号 {self.number}", self.demo)))

    @property
    def footer(self) -> str:
        """The left footer."""
        return f"{self.round}　調査票　{self.section}"

    @property
    def right_footer(self) -> str:
        """The right footer."""
        return DEMO if self.is_demo else self.plan
