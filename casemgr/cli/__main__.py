"""`python -m casemgr.cli`, the same as the command `casemgr`."""

import sys

from casemgr.cli.main import main

sys.exit(main())
