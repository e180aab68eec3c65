import pytest
from django.http import Http404

from organizations.access import get_department
from organizations.desk import Desk
from tests.conftest import CAST, TODAY


@pytest.mark.parametrize("name", [name for name in CAST if name != "anonymous"])
def test_get_department_is_open_to_the_own_city_hall(request, department, name):
    desk = Desk.of(request.getfixturevalue(name), TODAY)

    if name == "outsider":
        with pytest.raises(Http404):
            get_department(desk, department.pk)
    else:
        assert get_department(desk, department.pk) == department


def test_get_department_answers_404_to_an_unknown_number(clerk):
    with pytest.raises(Http404):
        get_department(Desk.of(clerk, TODAY), 0)
