"""One mutated 調査票 through the pages, and what must hold whatever is in it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exchange.models import IssuedSheet, SheetUpload
from initiatives.models import InitiativeItem
from kpis.models import Measurement
from progress.models import ProgressReport, SectionAnswer

REFUSED, SAME, TAKEN = "refused", "same", "taken"
HISTORIES = (
    ProgressReport.history,
    Measurement.history,
    InitiativeItem.history,
    SectionAnswer.history,
)


def written() -> list[int]:
    """How much has been written so far."""
    return [history.count() for history in HISTORIES]


def trial(client: Client, issued: IssuedSheet, raw: bytes) -> str:
    """Bring a file in, look, take it in, and leave everything as it was. What came of it is returned.

    Raises:
        AssertionError: an answer that is none, or something written by a file that was refused or only looked at.
    """
    address = reverse("exchange:sheet-show", args=[issued.period_id, issued.department_id])
    before, uploads = written(), SheetUpload.objects.count()
    with transaction.atomic():
        answer = client.post(address, {"file": SimpleUploadedFile("調査票.xlsx", raw)})
        assert answer.status_code in (200, 302), answer.status_code
        assert written() == before
        if answer.status_code == 200:
            assert SheetUpload.objects.count() == uploads
            return REFUSED
        came = _taken_in(client, answer.url)
        transaction.set_rollback(True)
    return came


def _taken_in(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    upload = SheetUpload.objects.latest("pk")
    if not upload.preview["writable"]:
        return SAME
    choices = {f"keep:{row['key']}": "mine" for row in upload.preview["rows"]}
    answer = client.post(f"{address}apply/", {**choices, "hand_in": "on"})
    assert answer.status_code == 302, answer.status_code
    upload.refresh_from_db()
    assert upload.state == SheetUpload.State.APPLIED, upload.state
    return TAKEN
