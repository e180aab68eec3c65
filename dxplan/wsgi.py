"""The entry of a WSGI server: gunicorn dxplan.wsgi."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dxplan.settings")
application = get_wsgi_application()
