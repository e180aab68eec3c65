"""A deed that dies after its n-th write: a child of this process does it through the pages and kills itself there."""

import os
import signal
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.db import connection, connections

WRITES = ("INSERT", "UPDATE", "DELETE")
DONE = 0


class _Fuse:
    """Counts the writes of a connection; at the one it waits for, the process is gone."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if str(sql).lstrip().upper().startswith(WRITES):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return result


def dies_after(write: int, deed: Callable[[], object]) -> bool:
    """Do a deed in a child that dies right after its n-th write. False: it had fewer and has come to its end.

    Raises:
        RuntimeError: the deed failed by itself.
    """
    connections.close_all()
    with warnings.catch_warnings():
        # Python 3.12 warns of threads of a browser test before; the child uses none of their locks.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        _do(deed, connection.execute_wrapper(_Fuse(write)))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status) != DONE:
        raise RuntimeError("the deed did not do what it should")
    return False


def _do(deed: Callable[[], object], fuse: AbstractContextManager[None]) -> None:
    """In the child: whatever happens, it must not come back into the test."""
    outcome = 1
    try:
        with fuse:
            deed()
        connections.close_all()
        outcome = DONE
    finally:
        os._exit(outcome)
