"""Read the next chunk while the database writes the one before."""

from collections.abc import Generator, Iterator
from contextlib import suppress
from queue import Empty, Queue
from threading import Event, Thread
from typing import cast

AHEAD = 2
_END = object()


def read_ahead[T](source: Iterator[T]) -> Generator[T]:
    """The same items in the same order, made by a thread that is at most `AHEAD` items ahead.

    What `source` raises is raised here, in its place. Leaving the loop early stops the thread.
    """
    ready: Queue[tuple[object, BaseException | None]] = Queue(AHEAD)
    stopped = Event()
    thread = Thread(target=_fill, args=(source, ready, stopped), name="read-ahead", daemon=True)
    thread.start()
    try:
        while True:
            item, error = ready.get()
            if error is not None:
                raise error
            if item is _END:
                return
            yield cast("T", item)
    finally:
        stopped.set()
        with suppress(Empty):
            while True:
                ready.get_nowait()
        thread.join()


def _fill[T](source: Iterator[T], ready: Queue[tuple[object, BaseException | None]], stopped: Event) -> None:
    try:
        for item in source:
            ready.put((item, None))
            if stopped.is_set():
                return
        ready.put((_END, None))
    except BaseException as error:
        ready.put((None, error))
