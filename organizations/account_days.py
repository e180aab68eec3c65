"""Between which days an account can be used, in the words of the sign-in page. Pure: no query, no clock."""

from datetime import date

from fiscal import wareki
from organizations.models import User

ASK = "続けて使うときは、システム管理者に利用期間の変更を依頼してください。"


def closed_because(person: User, today: date) -> str:
    """Return why an account cannot be used on a day; nothing where it can."""
    if person.is_open_on(today):
        return ""
    if person.valid_from and today < person.valid_from:
        return f"この職員番号は、{wareki.full_date(person.valid_from)}から使えます。"
    return f"この職員番号の利用は、{wareki.full_date(person.valid_to)}で終わりました。{ASK}"  # type: ignore[arg-type]


def span_in_words(person: User) -> str:
    """令和８年４月１日から令和９年３月31日まで; nothing without a first or last day."""
    start = f"{wareki.full_date(person.valid_from)}から" if person.valid_from else ""
    return start + (f"{wareki.full_date(person.valid_to)}まで" if person.valid_to else "")
