"""How times and memory are taken."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path


def least_times(*works: Callable[[], object], rounds: int) -> list[float]:
    """Return the least time of each work over alternating rounds, in milliseconds."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, own in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            own.append(time.perf_counter() - start)
    return [min(own) * 1000 for own in times]


def peak_memory() -> float:
    """Return the peak of this process alone, in MiB; the one of `resource` would carry over from its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
