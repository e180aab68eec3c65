"""The form of one measured value, as the entry page embeds it (one per indicator, prefix ``kpi-<pk>``)."""

import re
import unicodedata
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from fiscal import wareki
from fiscal.calendar import Quarter
from kpis import figures, late
from kpis.facts import Cycle, Reading
from kpis.models import Indicator, Measurement
from ui.forms import HouseForm

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
# What people type between and around digits: separators of thousands, spaces, and the many minus signs.
SEPARATORS = str.maketrans(dict.fromkeys(",，、 　"))
MINUSES = str.maketrans(dict.fromkeys("−－‐–—▲△", "-"))
MOST_DIGITS = 10
REASON_LENGTH = 200
NO_SURVEY = "調査の年ではない"
NUMBER_ATTRS = {"inputmode": "decimal", "autocomplete": "off", "class": "input input--num"}


class Measured(Protocol):
    """What a number is of: its unit, how exact it is, its range, and an example."""

    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int: ...
    @property
    def minimum(self) -> Decimal | None: ...
    @property
    def maximum(self) -> Decimal | None: ...
    @property
    def baseline_value(self) -> Decimal | None: ...


class NumberField(forms.Field):
    """A number as an indicator is measured: full-width digits, separators and its unit are understood."""

    widget = forms.TextInput

    def __init__(self, *, indicator: Measured, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.indicator = indicator

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number, or None for an empty field.

        Raises:
            ValidationError: not a number, or with too many digits.
        """
        text = unicodedata.normalize("NFKC", str(value or "")).translate(MINUSES)
        unit = unicodedata.normalize("NFKC", self.indicator.unit)
        text = text.translate(SEPARATORS).strip().removesuffix(unit)
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise ValidationError(f"数字で入力してください（例：{self._example()}）。", "invalid")
        number = Decimal(text)
        if abs(number) >= Decimal(10) ** MOST_DIGITS:
            raise ValidationError(f"{MOST_DIGITS}桁までの数字で入力してください。", "digits")
        decimals = self.indicator.decimals
        if number != figures.rounded(number, decimals):
            raise ValidationError(f"{decimals_words(decimals)}で入力してください。", "decimals")
        return figures.rounded(number, decimals)

    def validate(self, value: Decimal | None) -> None:
        """Refuse what cannot have been measured.

        Raises:
            ValidationError: out of the indicator's range.
        """
        low, high = self.indicator.minimum, self.indicator.maximum
        too_low = value is not None and low is not None and value < low
        too_high = value is not None and high is not None and value > high
        if too_low or too_high:
            raise ValidationError(f"{self._range()}で入力してください。", "range")

    def prepare_value(self, value: Any) -> Any:
        """Show a stored value with the indicator's own decimals."""
        if isinstance(value, Decimal):
            return f"{figures.rounded(value, self.indicator.decimals):f}"
        return value

    def _range(self) -> str:
        unit, decimals = self.indicator.unit, self.indicator.decimals
        low, high = (
            "" if bound is None else figures.number(bound, 0 if bound % 1 == 0 else decimals)
            for bound in (self.indicator.minimum, self.indicator.maximum)
        )
        if low and high:
            return f"{low}～{high}{unit}の範囲"
        return f"{low}{unit}以上" if low else f"{high}{unit}以下"

    def _example(self) -> str:
        base = self.indicator.baseline_value
        return figures.number(Decimal(12) if base is None else base, self.indicator.decimals)


class MeasurementForm(HouseForm):
    """A value, or why there is none. A draft may be unfinished; ``entry`` says what to record.

    測定なし needs its reason in words; 該当なし, 集計中 and 未定 say enough by themselves.
    """

    not_measured = forms.BooleanField(
        label="今期は測定なし・該当なし・集計中・未定（値がない訳を選ぶ）", required=False
    )
    absence = forms.ChoiceField(
        label="値がない訳",
        required=False,
        choices=Measurement.Absence.choices,
        initial=Measurement.Absence.SKIPPED,
        widget=forms.Select(attrs={"class": "select select--short"}),
    )
    not_measured_reason = forms.CharField(
        label="測定なしの理由",
        required=False,
        max_length=REASON_LENGTH,
        error_messages={"max_length": "理由は%(limit_value)d字までで入力してください。"},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        indicator: Indicator,
        quarter: Quarter,
        readings: tuple[Reading, ...] = (),
        is_draft: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("prefix", f"kpi-{indicator.pk}")
        kwargs.setdefault("initial", initial(indicator, quarter, readings))
        super().__init__(data, use_required_attribute=False, **kwargs)
        self.indicator = indicator
        self.is_draft = is_draft
        value = NumberField(
            indicator=indicator,
            label=indicator.name,
            required=False,
            widget=forms.TextInput(attrs=NUMBER_ATTRS),
            help_text=f"{wareki.full_date(quarter.end)}時点の値。{decimals_words(indicator.decimals)}。",
        )
        self.fields = {"value": value, **self.fields}
        self._ask_late(readings, quarter)

    def _ask_late(self, readings: tuple[Reading, ...], quarter: Quarter) -> None:
        """Add a control for each earlier value that was 集計中; one that was not sent says nothing."""
        names = {row.quarter: late.name_of(row.quarter) for row in readings}
        sent = {
            name: self.data[self.add_prefix(name)]
            for name in names.values()
            if self.add_prefix(name) in self.data
        }
        typed = {name for name, text in sent.items() if text.strip()}
        self._late = {}
        for row in late.asked(readings, quarter, typed):
            name = names[row.quarter]
            self._late[name] = row
            self.fields[name] = NumberField(
                indicator=self.indicator,
                label=late.label(row.quarter, quarter),
                required=False,
                initial=row.value if late.is_open(row, quarter) else None,
                widget=forms.TextInput(attrs=NUMBER_ATTRS),
                help_text=f"{wareki.full_date(row.as_of)}時点の値。まだ出ていなければ、空欄のままにします。",
            )
        self._closed = {name for name, row in self._late.items() if not late.is_open(row, quarter)}
        self._sent = frozenset(sent)

    @property
    def late_fields(self) -> list[BoundField]:
        """The controls of earlier values that were 集計中."""
        return [self[name] for name in self._late]

    @property
    def late(self) -> dict[Quarter, Decimal | None]:
        """The values of earlier quarters that were 集計中, as they were typed into a valid form."""
        return {
            row.quarter: self.cleaned_data.get(name)
            for name, row in self._late.items()
            if name in self._sent
        }

    @property
    def late_quarters(self) -> dict[str, Quarter]:
        """Of which quarter each such control is."""
        return {name: row.quarter for name, row in self._late.items()}

    def clean(self) -> dict[str, Any]:
        """Hold value and reason apart: exactly one of them, except in a draft."""
        data = super().clean() or {}
        value, reason = data.get("value"), data.get("not_measured_reason", "")
        if data.get("not_measured"):
            if value is not None:
                text = "値が入っています。測定なしのときは、値を消してください。"
                self.add_error("not_measured", text)
            elif (
                self._needs_reason(reason)
                and not self.is_draft
                and "not_measured_reason" not in self.errors
            ):
                self.add_error("not_measured_reason", "測定なしの理由を入力してください。")
        elif reason:
            text = "理由が書かれています。「今期は測定なし」を選ぶか、理由を消してください。"
            self.add_error("not_measured", text)
        elif value is None and not self.is_draft and "value" not in self.errors:
            text = "値を入力してください。測っていないときは「今期は測定なし」を選んでください。"
            self.add_error("value", text)
        for name in self._closed - self.errors.keys():
            self._refuse_closed(name)
        return data

    def _refuse_closed(self, name: str) -> None:
        """Somebody has answered in another report meanwhile: their value stands, mine stays in its control."""
        now = self._late[name].value
        said = self._late[name].absent
        if now is not None:
            said = f"{figures.number(now, self.indicator.decimals)}{self.indicator.unit}"
        self.add_error(
            name, f"この値は、もう集計中ではありません（今の値：{said}）。欄を空にしてください。"
        )

    def clean_absence(self) -> str:
        """測定なし unless something else is chosen."""
        return self.cleaned_data["absence"] or Measurement.Absence.SKIPPED.value

    def _needs_reason(self, reason: str) -> bool:
        return not reason and self._absence == Measurement.Absence.SKIPPED

    @property
    def _absence(self) -> str:
        """Why there is no value."""
        absence: str = self.cleaned_data.get("absence", "")
        return absence

    @property
    def entry(self) -> tuple[Decimal | None, str, str] | None:
        """What to record of a valid form: value, reason, absence; None while a draft says neither."""
        value: Decimal | None = self.cleaned_data.get("value")
        if value is not None:
            return value, "", ""
        reason: str = self.cleaned_data.get("not_measured_reason", "")
        if not self.cleaned_data.get("not_measured") or self._needs_reason(reason):
            return None
        return None, reason, self._absence


def initial(
    indicator: Indicator, quarter: Quarter, readings: tuple[Reading, ...]
) -> dict[str, object]:
    """Return what the form starts with: the saved value, else 測定なし for a survey that is not due.

    A survey that was skipped last time keeps its reason, so that nobody types it every quarter.
    """
    known = {reading.quarter: reading for reading in readings if reading.quarter <= quarter}
    saved = known.get(quarter)
    if saved is not None:
        skipped = saved.value is None
        return {
            "value": saved.value,
            "not_measured": skipped,
            "absence": saved.absence or Measurement.Absence.SKIPPED,
            "not_measured_reason": saved.reason,
        }
    if indicator.cycle != Cycle.SURVEY or indicator.next_measured_year == quarter.year:
        return {}
    reasons = [known[at].reason for at in sorted(known) if known[at].reason]
    return {"not_measured": True, "not_measured_reason": reasons[-1] if reasons else NO_SURVEY}


def decimals_words(decimals: int) -> str:
    """Return 整数 or 小数第１位まで."""
    return f"小数第{wareki.digits(decimals)}位まで" if decimals else "整数"
