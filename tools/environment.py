"""The Python environment in `.venv`, the system libraries of the PDF renderer and the typeface."""

import ctypes
import hashlib
import os
import shutil
import sys
from pathlib import Path

from tools.shell import PYTHON, ROOT, VENV, Stop, apt_install, captured, must, say

PANGO_DEBIAN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
PANGO_LIBRARIES = {
    "linux": ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
    "darwin": ("libpango-1.0.0.dylib", "libpangoft2-1.0.0.dylib"),
}
FONT = ROOT / "static" / "build" / "inter.woff2"


def prepare(*, dev: bool) -> None:
    """Everything a command of ours needs on this machine; quick when nothing changed."""
    install_packages("requirements-dev.txt" if dev else "requirements.txt")
    install_pango()
    if not FONT.exists():
        say("Building the typeface …")
        must(PYTHON, "-m", "tools.build_fonts")


def install_packages(requirements: str) -> None:
    """Make `.venv` and install the locked packages, unless exactly these are there."""
    wanted = _fingerprint(requirements)
    stamp = VENV / f".installed-{requirements}"
    fuller = VENV / ".installed-requirements-dev.txt"  # holds everything of the shorter list
    if _is_usable() and (_reads(stamp, wanted) or _reads(fuller, _fingerprint("requirements-dev.txt"))):
        return
    if not _is_usable():
        _make_venv()
    say(f"Installing the packages of {requirements} …")
    if uv := shutil.which("uv"):
        installer: tuple[str | Path, ...] = (uv, "pip", "install", "-q", "--compile-bytecode", "--python", PYTHON)
    else:
        installer = (PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check")
    must(*installer, "--require-hashes", "-r", requirements)
    for old in VENV.glob(".installed-*"):
        old.unlink()
    stamp.write_text(wanted)


def _fingerprint(requirements: str) -> str:
    return hashlib.sha256((ROOT / requirements).read_bytes() + sys.version.encode()).hexdigest()


def _reads(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def _is_usable() -> bool:
    """False also for an environment whose Python was removed or which came from another folder."""
    return PYTHON.exists() and captured((PYTHON, "-c", "import sys; sys.exit(sys.prefix == sys.base_prefix)"))[0] == 0


def _make_venv() -> None:
    if uv := shutil.which("uv"):
        must(uv, "venv", "-q", "--clear", "--python", sys.executable, VENV)
        return
    command = (sys.executable, "-m", "venv", "--clear", str(VENV))
    if captured(command)[0] == 0:
        return
    apt_install("python3-venv")
    code, output = captured(command)
    if code != 0:
        raise Stop(f"{output}\nPython cannot make an environment. Debian, Ubuntu: apt install python3-venv")


def install_pango() -> None:
    """Pango draws the text of PDFs and comes in no Python package. Without it everything else runs."""
    if pango_is_there():
        return
    if sys.platform == "darwin":
        if shutil.which("brew") and captured(("brew", "install", "pango"))[0] == 0:
            return
        say("PDF scorecards need Pango: brew install pango. Everything else runs.")
    elif not apt_install(*PANGO_DEBIAN):
        say(f"PDF scorecards need Pango: apt install {' '.join(PANGO_DEBIAN)}. Everything else runs.")


def pango_is_there() -> bool:
    """Whether the libraries load."""
    folders = ("/opt/homebrew/lib/", "/usr/local/lib/") if sys.platform == "darwin" else ("",)
    return all(
        any(_loads(folder + library) for folder in folders)
        for library in PANGO_LIBRARIES.get(sys.platform, PANGO_LIBRARIES["linux"])
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def program_env(data: Path | None = None) -> dict[str, str]:
    """The environment variables of the program: those of the shell, and the data folder."""
    env = dict(os.environ)
    if data is not None:
        env["VETTED_DATA_DIR"] = str(data)
    env["PYTHONUNBUFFERED"] = "1"
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, every later start of the processes is quicker
    if sys.platform == "darwin":  # Python does not look where Homebrew puts libraries
        env.setdefault("DYLD_FALLBACK_LIBRARY_PATH", "/opt/homebrew/lib:/usr/local/lib")
    return env
