from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from organizations.models.department import Department
from organizations.models.municipality import Municipality
from organizations.roles import Role


class User(AbstractUser):
    """A member of staff with an account of their own; what they may do comes from their posts."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    username = models.CharField(
        "職員番号",
        max_length=150,
        unique=True,
        validators=[AbstractUser.username_validator],
        error_messages={"unique": "この職員番号は既に使われています。"},
    )
    name = models.CharField("氏名", max_length=60)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name="自治体",
    )
    previous_login = models.DateTimeField("前回のログイン", null=True, blank=True, editable=False)
    valid_from = models.DateField("利用開始日", null=True, blank=True)
    valid_to = models.DateField(
        "利用終了日",
        null=True,
        blank=True,
        help_text="この日まで使えます。決まっていなければ空欄です。",
    )
    password_is_temporary = models.BooleanField(
        "仮のパスワード", default=False, editable=False, help_text="次のログインで変更を求めます。"
    )
    history = HistoricalRecords(
        excluded_fields=["password", "last_login", "previous_login", "password_is_temporary"]
    )

    class Meta:
        verbose_name = verbose_name_plural = "利用者"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="user_valid_to_after_from",
                violation_error_message="利用終了日は利用開始日以後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    def is_open_on(self, day: date) -> bool:
        """Whether the account's days include a day; being switched off is another matter."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class PostQuerySet(models.QuerySet["Post"]):
    def current_on(self, day: date) -> "PostQuerySet":
        """Posts held on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        )

    def served_on(self, day: date) -> "PostQuerySet":
        """Posts held on a day by people who can sign in on that day."""
        return self.current_on(day).filter(
            Q(user__valid_from__isnull=True) | Q(user__valid_from__lte=day),
            Q(user__valid_to__isnull=True) | Q(user__valid_to__gte=day),
            user__is_active=True,
        )

    def overlapping(self, start: date | None, end: date | None) -> "PostQuerySet":
        """Posts held on some day of a span; an open end is None."""
        rows = self
        if start is not None:
            rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=start))
        if end is not None:
            rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=end))
        return rows


class Post(models.Model):
    """A role a person holds in a department for a time: 兼務 and 人事異動 are rows, not edits."""

    user = models.ForeignKey(User, models.CASCADE, related_name="posts", verbose_name="利用者")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", verbose_name="所属"
    )
    role = models.CharField("役割", max_length=13, choices=Role)
    title = models.CharField("職名", max_length=60, blank=True)
    is_deputy = models.BooleanField(
        "代理",
        default=False,
        help_text="所属長の代理として、期間を限って置きます。発令日と終了日が要ります。",
    )
    valid_from = models.DateField("発令日", null=True, blank=True)
    valid_to = models.DateField("終了日", null=True, blank=True)
    history = HistoricalRecords()

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "職"
        ordering = ["user", "pk"]
        constraints = [
            models.UniqueConstraint(
                "user",
                "department",
                "role",
                Coalesce("valid_from", Value(date.min)),
                name="post_once",
                violation_error_message="同じ職が既にあります。",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="post_valid_to_after_from",
                violation_error_message="終了日は発令日以後にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(is_deputy=False)
                | Q(role=Role.HEAD.value, valid_from__isnull=False, valid_to__isnull=False),
                name="post_deputy_is_a_head_for_a_time",
                violation_error_message="代理は所属長の職で、発令日と終了日が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.title or self.role_in_words} {self.user}"

    @property
    def role_in_words(self) -> str:
        """所属長, and 所属長（代理） of a deputy."""
        return f"{self.get_role_display()}（代理）" if self.is_deputy else self.get_role_display()

    def is_held_on(self, day: date) -> bool:
        """Whether the post is held on a day (the same question as ``current_on``, of one row)."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
