"""kill -9 in a loop against the running server: no half state, no accepted text lost."""

from tests.proof import hall, power_cut

KILLS = 25


def test_power_cuts_lose_nothing_and_leave_nothing_half_done(server):
    outcome = power_cut.cut(server, hall.build(sections=6), kills=KILLS)

    assert outcome.wrong == []
    assert outcome.kills == KILLS
    # The loop is worth something only where it meets people at work.
    assert outcome.cut > KILLS
    assert outcome.deeds.total() > KILLS
