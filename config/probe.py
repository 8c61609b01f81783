"""Health check of one container: `python -m config.probe web|worker|scheduler`, 0 when that process lives."""

import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config import env

WEB = "http://127.0.0.1:8000/livez"
STALE_SECONDS = 60.0


def lives(process: str, data: Path) -> bool:
    """Web answers; worker and scheduler wrote their sign of life lately."""
    if process == "web":
        try:
            with urllib.request.urlopen(WEB, timeout=4):  # our own address
                return True
        except (urllib.error.URLError, OSError):
            return False
    try:
        return time.time() - float((data / "heartbeats" / process).read_text()) < STALE_SECONDS
    except (FileNotFoundError, ValueError):
        return False


if __name__ == "__main__":
    sys.exit(not lives(sys.argv[1], env.data_folder("VETTED_DATA_DIR", Path("var"))))
