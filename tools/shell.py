"""Running commands, and the few words that go with it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class Stop(Exception):
    """The command cannot go on; the text says why and what to do."""


def say(text: str) -> None:
    """One line of progress."""
    print(text, flush=True)


def run(*command: str | Path, env: Mapping[str, str] | None = None) -> int:
    """Run a command in the checkout with its output shown; returns its exit code."""
    return subprocess.run([str(word) for word in command], cwd=ROOT, env=env, check=False).returncode


def must(*command: str | Path, env: Mapping[str, str] | None = None) -> None:
    """Like run, but a failure ends everything."""
    if run(*command, env=env) != 0:
        raise Stop(f"This failed: {' '.join(str(word) for word in command)}")


def captured(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a command silently; returns its exit code and everything it printed."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=env,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout


def apt_install(*packages: str) -> bool:
    """Install Debian packages; False where that is not ours to do or did not work."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)
    say(f"Installing {' '.join(packages)} …")
    code, output = captured(install, env)
    if code != 0:  # the package lists of a fresh machine are empty or old
        captured(("apt-get", "update", "-q"), env)
        code, output = captured(install, env)
    if code != 0:
        print(output, file=sys.stderr)
    return code == 0
