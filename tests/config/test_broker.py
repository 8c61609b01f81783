"""The embedded broker loses nothing and hands nothing out twice, with many processes at it at once."""

import multiprocessing
import time
from pathlib import Path
from typing import Any

import pytest
from kombu.connection import Connection
from kombu.entity import Exchange, Queue

from config import broker

PRODUCERS, CONSUMERS, EACH = 3, 3, 400


@pytest.fixture(autouse=True)
def _alias():
    broker.register()


def connect(folder: str) -> Connection:
    options = broker.transport_options(Path(folder)) | {"polling_interval": 0.01}
    return Connection(f"{broker.SCHEME}://", transport_options=options)


def produce(folder: str, producer: int) -> None:
    broker.register()
    with connect(folder) as connection, connection.SimpleQueue("work") as queue:
        for number in range(EACH):
            queue.put({"id": f"{producer}-{number}", "filling": "x" * 4000})


def consume(folder: str, results: Any) -> None:
    broker.register()
    taken: list[str] = []
    with connect(folder) as connection, connection.SimpleQueue("work") as queue:
        idle_since = time.monotonic()
        while time.monotonic() - idle_since < 2:
            try:
                message = queue.get(block=False)
            except queue.Empty:
                time.sleep(0.005)
                continue
            taken.append(message.payload["id"])
            message.ack()
            idle_since = time.monotonic()
    results.put(taken)


def test_every_message_of_many_producers_reaches_exactly_one_of_many_consumers(tmp_path):
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    consumers = [context.Process(target=consume, args=(str(tmp_path), results)) for _ in range(CONSUMERS)]
    producers = [context.Process(target=produce, args=(str(tmp_path), n)) for n in range(PRODUCERS)]
    for process in [*consumers, *producers]:
        process.start()
    taken = [name for _ in consumers for name in results.get(timeout=60)]
    for process in [*consumers, *producers]:
        process.join(timeout=10)
        assert process.exitcode == 0
    assert len(taken) == PRODUCERS * EACH
    assert set(taken) == {f"{p}-{n}" for p in range(PRODUCERS) for n in range(EACH)}


def test_messages_come_in_the_order_they_were_sent(tmp_path):
    with connect(str(tmp_path)) as connection, connection.SimpleQueue("work") as queue:
        for number in range(20):
            queue.put(number)
        assert [queue.get(block=False).payload for _ in range(20)] == list(range(20))


def test_a_message_half_written_is_not_seen(tmp_path):
    with connect(str(tmp_path)) as connection, connection.SimpleQueue("work") as queue:
        (tmp_path / "messages" / ".writing-abc").write_text('{"half')
        assert queue.qsize() == 0
        with pytest.raises(queue.Empty):
            queue.get(block=False)


def test_a_broadcast_reaches_every_bound_queue(tmp_path):
    exchange = Exchange("news", type="fanout")
    with connect(str(tmp_path)) as connection:
        channel = connection.channel()
        queues = [Queue(f"reader{n}", exchange)(channel) for n in range(3)]
        for queue in queues:
            queue.declare()
        connection.Producer(channel).publish("hello", exchange=exchange)
        assert [queue.get().payload for queue in queues] == ["hello"] * 3
        queues[0].delete()
        connection.Producer(channel).publish("again", exchange=exchange)
        assert [queue.get().payload for queue in queues[1:]] == ["again"] * 2


def test_purging_a_queue_leaves_the_others(tmp_path):
    with connect(str(tmp_path)) as connection:
        first, second = connection.SimpleQueue("first"), connection.SimpleQueue("second")
        first.put("a")
        second.put("b")
        assert first.clear() == 1
        assert second.get(block=False).payload == "b"
