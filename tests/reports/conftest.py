import pytest

from tests.reports.story import Story, tell


@pytest.fixture
def story(plan, department) -> Story:
    return tell(plan, department)
