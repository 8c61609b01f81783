"""The embedded message broker: one file per message in a folder, so that a worker needs no server.

kombu's own filesystem transport writes a message under its final name, so that a reader can take half a file,
and claims one with a move that is a copy when the temporary folder lies on another disk. Under load it loses
messages. Here every file appears whole under its name (written beside it, then renamed) and is claimed by one
rename inside the folder, which exactly one consumer wins. The same holds for the tables that say which
queue listens to which exchange.
"""

import fcntl
import json
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.transport.filesystem import exchange_queue_t

SCHEME = "atomicfiles"

Bindings = list[exchange_queue_t]


def register() -> None:
    """Make `atomicfiles://` a broker address. kombu refuses "module:Class://" addresses."""
    TRANSPORT_ALIASES[SCHEME] = "config.broker:AtomicTransport"


def transport_options(folder: Path) -> dict[str, Any]:
    """The options Celery needs for a broker that keeps its messages below `folder`; makes the folders."""
    messages, bindings = folder / "messages", folder / "bindings"
    for path in (messages, bindings):
        path.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(messages),
        "data_folder_out": str(messages),
        "control_folder": str(bindings),
        "polling_interval": 0.1,  # seconds; the idle latency of a task
    }


class AtomicChannel(filesystem.Channel):
    """kombu's filesystem channel with every write and every claim made by one rename."""

    def _put(self, queue: str, payload: Any, **kw: Any) -> None:  # type: ignore[override]  # kombu's names differ
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str, timeout: Any = None) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(_names_for(folder, queue)):
            claimed = folder / f".claimed-{name}"
            try:
                os.rename(folder / name, claimed)
            except FileNotFoundError:
                continue  # another consumer was quicker
            payload = json.loads(claimed.read_bytes())
            claimed.unlink()
            return payload
        raise Empty

    def _size(self, queue: str) -> int:
        return sum(1 for _ in _names_for(Path(self.data_folder_in), queue))

    def _purge(self, queue: str) -> int:
        count = 0
        for name in list(_names_for(Path(self.data_folder_in), queue)):
            try:
                os.unlink(Path(self.data_folder_in) / name)
            except FileNotFoundError:
                continue
            count += 1
        return count

    def get_table(self, exchange: str) -> Bindings:
        try:
            rows = json.loads(self._exchange_file(exchange).read_bytes())
        except FileNotFoundError:
            return []
        return [exchange_queue_t(*row) for row in rows]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        row = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda rows: rows if row in rows else [row, *rows])

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kw: Any) -> None:
        self._purge(queue)
        row = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda rows: [known for known in rows if known != row])

    def _change_table(self, exchange: str, change: Callable[[Bindings], Bindings]) -> None:
        with _locked(self.control_folder / ".lock"):
            before = self.get_table(exchange)
            after = change(before)
            if after != before:
                _write_whole(self._exchange_file(exchange), [list(row) for row in after])


class AtomicTransport(filesystem.Transport):
    """The transport behind `atomicfiles://`."""

    Channel = AtomicChannel


def _names_for(folder: Path, queue: str) -> Iterator[str]:
    """Names of the messages waiting in one queue. A leading dot: half written, or claimed."""
    ending = f"{queue}.msg"
    for name in os.listdir(folder):
        if not name.startswith(".") and name.partition(".")[2] == ending:
            yield name


def _write_whole(path: Path, content: Any) -> None:
    """Write beside the final name and rename: a reader sees the whole file or none."""
    temporary = path.with_name(f".writing-{uuid.uuid4().hex}")
    temporary.write_text(json.dumps(content), encoding="utf-8")
    os.replace(temporary, path)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
