"""Deeds on the heads' deputies: named for a time, and ended early. Their right ends by date without a deed."""

from datetime import date, timedelta

from django.db import transaction

from fiscal import clock, wareki
from organizations.models import Department, Post, User
from organizations.people_actions import PersonError, PostFacts, add_post
from organizations.roles import Role
from organizations.signature import sign

# Three months of the calendar at the longest; a longer absence is the administrator's to register.
LONGEST = timedelta(days=92)
NAMED, ENDED = "代理を置く", "代理を終える"


@transaction.atomic
def name_deputy(
    *, department: Department, person: User, valid_from: date, valid_to: date, reason: str, by: User
) -> Post:
    """Let a person act for the head of a section from one day to another.

    Raises:
        PersonError: the days are past, too many or not the person's account's, or the person heads the section.
    """
    if valid_from < clock.today():
        raise PersonError("valid_from", "今日か、それより後の日にしてください。")
    if valid_to - valid_from >= LONGEST:
        last = wareki.full_date(valid_from + LONGEST - timedelta(days=1))
        raise PersonError(
            "valid_to",
            f"３か月まで（{last}まで）にしてください。それより長い代理は、システム管理者が登録します。",
        )
    if not (person.is_active and person.is_open_on(valid_from) and person.is_open_on(valid_to)):
        raise PersonError("person", f"{person}さんは、この期間に利用できません。")
    facts = PostFacts(department, Role.HEAD, "", valid_from, valid_to, is_deputy=True)
    try:
        return add_post(person=person, facts=facts, by=by, reason=f"{NAMED}：{reason}")
    except PersonError as error:
        raise PersonError(
            "person", f"{person}さんは、この期間に{department}の所属長か代理です。"
        ) from error


@transaction.atomic
def end_deputy(*, post: Post, by: User) -> str:
    """End a deputy's time with today, or call off one that has not begun; the answer says what was done.

    Raises:
        PersonError: it ends today or has ended already.
    """
    row, today = Post.objects.select_for_update().get(pk=post.pk), clock.today()
    if row.valid_to is None or row.valid_to <= today:
        raise PersonError("", "この代理は、今日までか、もう終わっています。")
    sign(row, by=by, reason=ENDED)
    if not row.is_held_on(today):
        row.delete()
        return f"{post.department}の{post.user}さんの代理を取りやめました。"
    row.valid_to = today
    row.save()
    return f"{post.department}の{post.user}さんの代理は、今日で終わります。"
