"""How long something takes, for tests of how cost grows."""

import gc
import time
from collections.abc import Callable


def seconds(act: Callable[[], object]) -> float:
    """Return the CPU seconds of something: the best of three runs, as others slow some of them."""
    taken = []
    for _ in range(3):
        gc.collect()
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return min(taken)
