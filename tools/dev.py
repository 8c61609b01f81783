"""The command line of `./dev`."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import checks, environment, servers, suite
from tools.shell import PYTHON, ROOT, Stop, run, say

Arguments = argparse.Namespace


def main(words: Sequence[str]) -> int:
    """Run one command; the exit code is the program's."""
    options, rest = _parser().parse_known_args(words)
    if rest and not options.takes_rest:
        _parser().error(f"unknown: {' '.join(rest)}")
    options.rest = rest
    try:
        return int(options.run(options))
    except Stop as reason:
        print(reason, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    return 1


def up(options: Arguments) -> int:
    """Set everything up and become the process that runs web, worker and scheduler."""
    data = Path(options.data or os.environ.get("VETTED_DATA_DIR") or ROOT / "var").resolve()
    if servers.answers("127.0.0.1", options.port):  # told now, not after the database was prepared
        raise Stop(f"Port {options.port} is taken. Choose another one: ./dev up --port {options.port + 1}")
    environment.prepare(dev=False)
    data.mkdir(parents=True, exist_ok=True)
    env = environment.program_env(data)
    env.setdefault("VETTED_PUBLIC_URL", f"http://127.0.0.1:{options.port}")
    say("Preparing the database …")
    if run(PYTHON, "-m", "config.prepare", *(["--empty"] if options.empty else []), env=env) != 0:
        raise Stop(f"The database in {data} could not be prepared: the lines above say why.")
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "config.supervise", "--port", str(options.port)], env)  # noqa: S606  # our own command


def manage(options: Arguments) -> int:
    """Django's own commands, on the data folder of `./dev up`."""
    environment.install_packages("requirements.txt")
    return run(PYTHON, "manage.py", *options.rest, env=environment.program_env())


def bench(options: Arguments) -> int:
    """Speed against floors measured in the same run, on PostgreSQL."""
    environment.prepare(dev=True)
    return run(PYTHON, "-m", "bench", *options.rest, env=environment.program_env() | servers.found().env())


def check(options: Arguments) -> int:
    environment.prepare(dev=True)
    return checks.check()


def fmt(options: Arguments) -> int:
    environment.prepare(dev=True)
    return checks.fmt()


def test(options: Arguments) -> int:
    environment.prepare(dev=True)
    return suite.test(options.leg, options.rest)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev", description="Everything a developer of Vetted runs.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    one = commands.add_parser("up", help="set up and run web, worker and scheduler")
    one.add_argument("--port", type=int, default=8000, help="default 8000")
    one.add_argument("--data", metavar="DIR", help="all that a run writes lies here (default var/)")
    one.add_argument("--empty", action="store_true", help="no sample company")
    one.set_defaults(run=up, takes_rest=False)

    one = commands.add_parser("test", help="the whole suite; further words go to pytest")
    one.add_argument("--leg", choices=suite.LEGS, action="append", help="only this part (may be repeated)")
    one.set_defaults(run=test, takes_rest=True)

    for name, function, rest, text in (
        ("manage", manage, True, "Django's manage.py in the right environment"),
        ("check", check, False, "format, lint, types, import contracts, templates, migrations, deployment"),
        ("fmt", fmt, False, "format code and templates"),
        ("bench", bench, True, "measure speed: [--only AREA] [--json FILE]"),
    ):
        one = commands.add_parser(name, help=text, add_help=not rest)
        one.set_defaults(run=function, takes_rest=rest)
    return parser


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
