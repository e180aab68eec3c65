"""Everybody hands in at the same moment, on a real server: nobody sees an error and nothing is lost."""

from progress.models import ProgressReport, ReportEvent
from tests.proof import hall, last_hour

SECTIONS = 45


def test_forty_five_sections_at_once_lose_nothing(server):
    everybody = hall.build(sections=SECTIONS)
    server.start()

    hour = last_hour.pass_(last_hour.clerks_of(everybody, server), span=0, at_once=SECTIONS)

    assert hour.faults == []
    assert dict(hour.answers) == {200: 3 * SECTIONS, 302: SECTIONS}
    assert len(hour.saved) == len(hour.handed_in) == SECTIONS
    assert last_hour.lost(hour, everybody) == []
    assert ProgressReport.objects.filter(state="submitted").count() == SECTIONS
    assert ReportEvent.objects.count() == SECTIONS
    assert "Traceback" not in server.log.read_text()
