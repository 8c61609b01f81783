"""The moment at which tests happen: the same on every machine and at every hour.

Records of the factories have fixed days, and rules compare them with the day of the clock. A suite that reads the
machine's clock passes at noon and fails between two midnights, that of UTC and that of the company.
"""

from datetime import datetime

import time_machine

MOMENT = datetime.fromisoformat("2026-11-21T09:00:00+00:00")

_traveller = time_machine.travel(MOMENT, tick=True)


def begin() -> None:
    """From now on this process lives from `MOMENT` on; its clock goes on as usual."""
    _traveller.start()


def end() -> None:
    """Back to the machine's clock, which the processes of a running product read."""
    _traveller.stop()
