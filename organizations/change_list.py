"""The admin's lists: an address that no database can answer is answered like any other wrong filter."""

import re
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.http import HttpRequest

# NUL is refused by PostgreSQL, a number beyond 64 bit by both databases, and only when the rows are read:
# too late for Django's own check of filters.
UNANSWERABLE = re.compile(r"\x00|\d{19}")


class SoundChangeList(ChangeList):
    """A list whose filters a database can answer."""

    def get_filters(self, request: HttpRequest) -> Any:
        """Raise IncorrectLookupParameters, which leads back to the list, for values beyond the database."""
        for name, values in request.GET.lists():
            if name != SEARCH_VAR and any(map(UNANSWERABLE.search, values)):
                raise IncorrectLookupParameters
        return super().get_filters(request)
