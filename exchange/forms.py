"""Which papers somebody wants, for which period and meeting."""

from collections.abc import Iterable
from typing import Any

from django import forms

from exchange.workbook.book import SHEETS
from meetings.models import Meeting
from progress.models import ReportingPeriod
from ui.forms import HouseForm


class PapersForm(HouseForm):
    """A form that is sent as an address: the choice is a link one can keep."""

    period = forms.ChoiceField(label="報告期")
    meeting = forms.ChoiceField(
        label="会議",
        required=False,
        help_text="選ぶと、会議名・資料番号・区分が各ページの頭に入ります。",
    )
    sheets = forms.MultipleChoiceField(
        label="入れる資料",
        choices=[(name, name) for name in SHEETS],
        initial=SHEETS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="個票は、取組事項が60件を超える計画では遅れているものだけを付けます。",
    )

    def __init__(
        self,
        *args: Any,
        periods: Iterable[ReportingPeriod],
        meetings: Iterable[Meeting],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [("", "会議を選ばない"), *((str(row.pk), str(row)) for row in meetings)]
        for name, choices in (
            ("period", [(period.key, str(period)) for period in periods]),
            ("meeting", named),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = choices


class RosterForm(HouseForm):
    """A filled-in list of sections or people."""

    file = forms.FileField(
        label="取り込むファイル",
        help_text="Excel（.xlsx）かCSV（UTF-8かShift_JIS）、１MBまで。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "ファイルを選んでください。",
            "missing": "ファイルを選んでください。",
            "empty": "ファイルが空です。",
            "invalid": "ファイルを選んでください。",
        },
    )
    transfer = forms.BooleanField(
        label="人事異動の一覧として取り込む",
        required=False,
        help_text="新しい職が付く人の、一覧にないいまの職を、発令日の前日で終えます。兼務で残る職は、一覧に残してください。",
    )
