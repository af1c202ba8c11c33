"""Grading on a Dask cluster: files go out in batches, verdicts come back in the same order.

A worker reads no file of the course: the keys travel with the work. The printed words of the
articles stay here, and so do the checks that need them: no status depends on a check of form,
and tables and feedback are made here from the gradebook.
"""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from ..model.exercise import Exercise
from ..structure import Places
from .evening import UNASKED, Arrived, Grader
from .grade import Graded, grade
from .keys import Key, Keys

BATCH_FILES, BATCH_BYTES = 200, 4_000_000  # what one task holds at most, one file at least
AHEAD = 2  # batches on their way for every thread of the cluster
PATIENCE = 15.0  # seconds to wait for the cluster, and for a worker that is started again
HERE = "local"  # instead of an address: workers on this computer

_encode = msgspec.json.encode
_graded = msgspec.json.Decoder(list[Graded])


class ClusterError(OSError):
    """The cluster cannot be used, or was lost; nothing is written in the gradebook."""


class _Parcel(msgspec.Struct, frozen=True):
    """All that a worker needs to grade: keys and what locators may name."""

    course: str
    exercises: dict[str, Exercise]
    texts: frozenset[str]
    known: frozenset[str]
    paratext: frozenset[str]
    cards: dict[str, bool]


@contextmanager
def cluster(address: str) -> Iterator[Grader]:
    """What grades on the cluster at an address such as ``tcp://host:8786``, or on ``local``.

    Raises ClusterError when the package is missing, nothing answers, or a cluster is lost.
    """
    try:
        from distributed import Client, LocalCluster
    except ModuleNotFoundError:
        raise ClusterError("--dask needs the package distributed: "
                           "pip install \"crossread[dask]\"") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it is told in one sentence
    local = None
    try:
        if address == HERE:
            local = LocalCluster(processes=True, threads_per_worker=1,
                                 dashboard_address="127.0.0.1:0", silence_logs=logging.CRITICAL)
        client = Client(local or address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ClusterError(f"No Dask cluster answers at {address!r} ({_short(error)}). Start one "
                           "with dask scheduler and dask worker, or write --dask local.") from None
    try:
        yield _Office(client, address).grade
    finally:
        client.close()
        if local:
            local.close()


class _Office:
    """One connection: sends batches, keeps a few on their way, waits for the oldest."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address

    def grade(self, keys: Keys, files: Iterable[Arrived]) -> Iterator[tuple[Arrived, Graded]]:
        """Every file with its verdict, in the order in which they came."""
        threads = self._threads()
        parcel = _pack(keys)  # with every batch: what is kept on a worker is lost when it dies
        waiting: deque[tuple[Sequence[Arrived], Any]] = deque()
        for batch in _batches(files):
            raws = [one.received.raw for one in batch if one.ask]
            waiting.append((batch, self._client.submit(_grade_batch, parcel, raws, build(),
                                                       pure=False)))
            if len(waiting) > AHEAD * threads:
                yield from self._back(*waiting.popleft())
        while waiting:
            yield from self._back(*waiting.popleft())

    def _threads(self) -> int:
        """How much the cluster does at once, as soon as it has a worker."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise self._lost("it has no workers") from None
        return max(1, int(sum(self._client.nthreads().values())))

    def _back(self, batch: Sequence[Arrived], future: Any) -> Iterator[tuple[Arrived, Graded]]:
        raw = self._wait(future)
        if raw is None:
            raise ClusterError(f"The workers at {self._address} have another version of "
                               "crossread. Install the same one there, then grade again.")
        verdicts = iter(_graded.decode(raw))
        for one in batch:
            yield one, next(verdicts) if one.ask else UNASKED

    def _wait(self, future: Any) -> bytes | None:
        """The result of a batch; while there are workers it may take as long as it takes."""
        from distributed import CancelledError

        alone = False
        while True:
            try:
                found: bytes | None = future.result(timeout=PATIENCE)
                return found
            except TimeoutError:
                if alone and not self._client.nthreads():
                    raise self._lost("no worker is left") from None
                alone = not self._client.nthreads()
            except CancelledError:
                raise self._lost("the connection to it broke off") from None
            except Exception as error:  # whatever a stranger's worker raises
                raise self._lost(f"a worker failed: {_short(error)}") from None

    def _lost(self, why: str) -> ClusterError:
        return ClusterError(f"The Dask cluster at {self._address} did not finish ({why}). Nothing "
                            "was written in the gradebook. Grade again, with or without --dask.")


def _batches(files: Iterable[Arrived]) -> Iterator[list[Arrived]]:
    batch: list[Arrived] = []
    size = 0
    for one in files:
        batch.append(one)
        size += len(one.received.raw) if one.ask else 0
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _pack(keys: Keys) -> bytes:
    places = next(iter(keys.by_exercise.values())).places()
    return _encode(_Parcel(
        keys.course, {name: key.exercise for name, key in keys.by_exercise.items()},
        places.texts, places.known, places.paratext, dict(places.cards)))


@lru_cache(maxsize=1)
def _unpack(parcel: bytes) -> Keys:
    held = msgspec.json.decode(parcel, type=_Parcel)
    places = Places(held.texts, held.known, held.paratext, held.cards)
    return Keys(held.course, {name: Key(exercise, lambda: places)
                              for name, exercise in held.exercises.items()})


def _grade_batch(parcel: bytes, raws: list[bytes], asked: str) -> bytes | None:
    """On a worker: the verdicts as JSON, without the marks; None when it is another crossread."""
    if asked != build():
        return None
    keys = _unpack(parcel)
    return _encode([msgspec.structs.replace(grade(raw, keys), fields=()) for raw in raws])


@cache
def build() -> str:
    """A digest of this package's code: two computers with the same one grade alike."""
    folder = Path(__file__).parents[1]
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        found.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def _short(error: BaseException) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:120]}".rstrip(": ")
