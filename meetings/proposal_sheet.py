"""The form of a proposal at work: what is offered, what was typed, filled from a plan, or refused."""

from typing import Any

from django.http import QueryDict

from initiatives.models import Plan
from meetings import filling
from meetings import proposal_posting as posting
from meetings.models import Meeting, Proposal
from meetings.proposal_actions import ProposalError, SubjectTakenError
from meetings.proposal_forms import ProposalForm, initial_of, texts
from organizations.desk import Desk
from organizations.models import Department
from progress.forms import VersionForm


class Sheet:
    """One person writing one proposal. ``posted`` is None while it is only looked at."""

    def __init__(
        self, desk: Desk, meeting: Meeting, proposal: Proposal | None, posted: QueryDict | None
    ) -> None:
        self.meeting, self.proposal = meeting, proposal
        self.plans = Plan.objects.visible_to(desk.user).order_by("-first_year", "pk")
        self.departments = Department.objects.visible_to(desk.user).units()
        self.stored = self._form(initial=initial_of(proposal) if proposal else self._first())
        self.version, self.notice = proposal.version if proposal else 0, ""
        self.form, self.action = self.stored, posting.SAVE
        if posted is not None:
            read = posting.read(posted, texts(self.stored))
            self.version = VersionForm.of(posted, otherwise=self.version)
            self.form, self.action = self._form(read.data, initial=self.stored.initial), read.action

    def _form(self, data: dict[str, str] | None = None, **more: Any) -> ProposalForm:
        return ProposalForm(data, plans=self.plans, departments=self.departments, **more)

    def _first(self) -> dict[str, Any]:
        """The office that writes, and the kind of paper this meeting sees."""
        office = self.departments.filter(is_secretariat=True, valid_to=None).first()
        if office is None:
            return {}
        names = (office.parent.name if office.parent else "", office.name)
        return {
            "department": office.pk,
            "department_printed": "".join(names),
            "extension": office.extension,
        }

    def is_ready(self) -> bool:
        """Whether there is something to save; where filling is asked for, fill instead."""
        if self.action == posting.FILL:
            self._fill()
            return False
        return self.form.is_valid()

    def _fill(self) -> None:
        """Put what the plan's facts say into the empty controls; nothing typed is replaced."""
        typed = texts(self.form)
        plan = self.plans.filter(pk=typed["plan"]).first() if typed["plan"].isdecimal() else None
        if plan is None:
            self.form.is_valid()
            self.form.add_error("plan", "写す計画を選んでください。")
            return
        known = filling.fill(plan, self.meeting)
        fresh = {name: text for name, text in known.items() if not typed[name].strip()}
        self.form = self._form(initial={**typed, **fresh})
        labels = "、".join(str(self.form.fields[name].label) for name in fresh)
        self.notice = (
            f"「{plan}」から写しました：{labels}。まだ保存していません。"
            if fresh
            else "空いている欄がないため、何も写していません。"
        )

    def said(self) -> dict[str, Any]:
        """What was filled in, as the deeds take it."""
        return {"facts": self.form.facts(self.proposal), "counts": self.form.counts()}

    def blame(self, error: ProposalError) -> None:
        """Show a refusal at its place."""
        self.form.add_error("subject" if isinstance(error, SubjectTakenError) else None, str(error))

    def context(self) -> dict[str, Any]:
        """What the page of the form shows."""
        return {
            "form": self.form,
            "meeting": self.meeting,
            "proposal": self.proposal,
            "version": self.version,
            "notice": self.notice,
        }

    def conflict(self, proposal: Proposal) -> dict[str, Any]:
        """What the page of a conflict shows: both inputs, and the version that is stored now."""
        compared = posting.side_by_side(proposal, self.version, self.form, self.stored)
        return {**self.context(), **compared, "version": proposal.version}
