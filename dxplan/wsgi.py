"""The entry of a WSGI server: gunicorn dxplan.wsgi.

The addresses are read at once, with all they lead to: nobody waits for it at the first page, and workers that are
forked from a master share it (``gunicorn --preload``).
"""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dxplan.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
