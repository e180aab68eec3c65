"""What stands in the lists of sections and of people: one table of columns, for writing and for reading."""

from dataclasses import dataclass

from organizations.roles import Role


@dataclass(frozen=True)
class Column:
    """A column: its heading, what may stand in it, and how the template explains it."""

    heading: str
    about: str
    example: str
    is_required: bool = False
    is_day: bool = False
    length: int = 20
    width: int = 14
    others: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One of the two lists."""

    key: str
    title: str
    sheet: str
    columns: tuple[Column, ...]

    @property
    def by_heading(self) -> dict[str, Column]:
        """The columns by every heading that people write."""
        return {
            heading: column
            for column in self.columns
            for heading in (column.heading, *column.others)
        }


DEPUTY = "○"
DAY = "例：2026/4/1、R8.4.1、令和８年４月１日。"
DEPARTMENTS = Kind(
    "departments",
    "課の一覧",
    "課",
    (
        Column("名称", "課の名前。同じ名前の課があれば、その課を直します。", "市民課", is_required=True, length=80, width=30, others=("課名", "課")),
        Column("上位の部", "この一覧か登録済みの名前。なければ空欄。", "市民部", length=80, width=24, others=("部", "上位")),
        Column("コード", "庁内の所属コード。なければ空欄。", "0210", others=("所属コード",)),
        Column("内線", "内線番号。", "2345"),
        Column("設置日", f"分からなければ空欄。{DAY}", "", is_day=True, width=16),
        Column("廃止日", "この日まであった、という日。今もある課は空欄。", "", is_day=True, width=16),
    ),
)  # fmt: skip
PEOPLE = Kind(
    "people",
    "利用者と職の一覧",
    "利用者",
    (
        Column("職員番号", "ログインに使います。半角の英数字。登録済みの番号なら、その人を直します。", "s1001", is_required=True, length=150, width=16, others=("ログイン", "利用者名")),
        Column("氏名", "兼務のときは、同じ人を２行に書きます。", "見本 花子", is_required=True, length=60, width=20, others=("名前",)),
        Column("所属", "登録済みの課の名前。", "市民課", is_required=True, length=80, width=28, others=("課",)),
        Column("役割", "選択肢から選びます。", "担当者", is_required=True, width=18, choices=tuple(Role.labels)),
        Column("職名", "課長、主査など。なければ空欄。", "主査", length=60, width=16),
        Column("代理", "所属長の代理のときだけ○。発令日と終了日が要ります。", "", width=8, others=("所属長の代理",), choices=(DEPUTY,)),
        Column("発令日", f"空欄のときは、すぐに使えます。{DAY}", "R8.4.1", is_day=True, width=16, others=("開始日",)),
        Column("終了日", "決まっていなければ空欄。", "", is_day=True, width=16),
        Column("利用開始日", f"この日からログインできます。すぐに使うときは空欄。{DAY}", "", is_day=True, width=16),
        Column("利用終了日", "この日までログインできます。退職などが決まったときに入れます。", "", is_day=True, width=16),
    ),
)  # fmt: skip
KINDS = {kind.key: kind for kind in (DEPARTMENTS, PEOPLE)}
