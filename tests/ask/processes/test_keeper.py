"""The keeper ends in good order, however often it is asked to."""

import os
import signal
from pathlib import Path

from akkuri.ask.processes.keeper import Keeper, Role


def test_a_second_signal_does_not_stop_the_ending(tmp_path: Path) -> None:
    """Ctrl-C reaches the keeper from the terminal and from the process above it."""
    pid = os.fork()
    if pid == 0:
        code = 9
        try:
            with Keeper() as keeper:
                keeper.start(Role("web", signal.pause, essential=True))
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
                os.kill(os.getpid(), signal.SIGINT)
                os.kill(os.getpid(), signal.SIGTERM)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
                keeper.run()
            (tmp_path / "ended").touch()
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert (tmp_path / "ended").exists()
