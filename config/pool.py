"""The worker's pool of processes with the file broker: when one of them is killed, the whole worker begins anew.

There Celery hands tasks to its processes through one pipe with one lock. A process that is killed while it waits for
work (by the kernel for want of memory, say) takes the lock with it: the worker then lives and does nothing, for ever.
So the worker ends. The supervisor starts it again, and the sweeper of `common.jobs` sends again what was under way.
With Redis each process has a pipe of its own, and Celery replaces just that one.
"""

import logging
import os
import signal
from typing import Any

from celery.concurrency.prefork import TaskPool

log = logging.getLogger(__name__)


class Pool(TaskPool):  # type: ignore[misc]  # celery carries no types
    """Celery's own, except for what follows a killed process."""

    def on_start(self) -> None:
        if self.options.get("threads", True):  # the pool with the shared pipe
            self.options["on_process_down"] = self._process_down
        super().on_start()

    def _process_down(self, process: Any) -> None:
        """End the worker unless the process ended by itself or was asked to."""
        if process.exitcode is None or process.exitcode >= 0 or process.exitcode == -signal.SIGTERM:
            return
        log.error("process %s was killed (signal %s): the worker begins anew", process.pid, -process.exitcode)
        for other in list(self._pool._pool):  # macOS: nothing ends them with their parent
            if other.is_alive():
                os.kill(other.pid, signal.SIGKILL)
        os._exit(1)
