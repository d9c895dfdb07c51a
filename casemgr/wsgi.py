"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from casemgr.last_resort import LastResort
from casemgr.logs import be_plain

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgr.settings")
be_plain()
application = LastResort(get_wsgi_application())

from casemgr.accounts.held_key import lock_at_start  # noqa: E402 - their models need Django set up
from casemgr.safe_start import (  # noqa: E402
    erase_again,
    erase_rows_again,
    refuse_unsafe_login,
    refuse_unsafe_start,
)

refuse_unsafe_start()
refuse_unsafe_login()
erase_again()
erase_rows_again()
lock_at_start()
