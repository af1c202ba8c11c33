#!/usr/bin/env python3
"""Set up crossread in its own folder and open it. Needs Python 3.11 or newer and nothing else.

    python3 start.py           make .venv, install, open JupyterLab at lesson 00
    python3 start.py setup     make .venv and install, open nothing
    python3 start.py test ...  the whole test suite; what follows goes to pytest

What it installs lies in .venv beside this file. The charts that it draws once are kept in your own
folder of the course, where your answers are too (CROSSREAD_HOME, else your system's folder for the
data of programs). Only the standard library is used, and the syntax stays readable for Python 3.7,
so that an old Python can still say what is missing.
"""

import shutil
import subprocess
import sys

if sys.version_info < (3, 11):
    newer = ["python3.%d" % minor for minor in range(19, 10, -1)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    found = [n for n in newer if shutil.which(n) and not subprocess.call([n, "-c", ""], **quiet)]
    sys.exit(
        "crossread needs Python 3.11 or newer and this is Python %d.%d: " % sys.version_info[:2]
        + (
            "run it with the newer one that is here: %s start.py" % found[0]
            if found
            else "install a newer one (python.org/downloads), then run start.py with it."
        )
    )

import argparse
import errno
import hashlib
import importlib.util
import json
import os
import re
import socket
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BASE = getattr(sys, "_base_executable", sys.executable)  # not .venv's own, when that is active
PREVIOUS = ROOT / ".venv-previous"  # the last set-up that worked, while a new one is being made
WINDOWS = os.name == "nt"
BIN = "Scripts" if WINDOWS else "bin"
PYTHON = VENV / BIN / ("python.exe" if WINDOWS else "python")
STAMP = "crossread-setup.json"
FRONT_END = ROOT / "tests" / "browser"  # its package.json names what browser tests need from npm
MOST_WORKERS = 4  # of the tests at once: each may hold a browser, a JupyterLab and a database

# What this environment's JupyterLab does differently, by file inside .venv. `crossread doctor
# --fix` sets the save hook where JupyterLab was not set up by this file.
SETTINGS = {
    "etc/jupyter/jupyter_server_config.json": {
        "ContentsManager": {"pre_save_hook": "crossread.publish.save_hook.pre_save"},
        "KernelSpecManager": {"allowed_kernelspecs": ["python3"]},
    },
    "etc/jupyter/jupyter_lab_config.json": {
        "LabApp": {
            "check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
            "expose_app_in_browser": True,  # for the button that keeps the texts beside a lesson
            "extension_manager": "readonly",
            "news_url": None,
        },
    },
    # Keeps the kernels' warning about unencrypted local sockets out of the learner's terminal.
    "etc/ipython/ipython_kernel_config.json": {"IPKernelApp": {"log_level": 40}},
    "share/jupyter/lab/settings/overrides.json": {
        "@jupyterlab/apputils-extension:notification": {
            "checkForUpdates": False,
            "fetchNews": "false",
        },
        # Else the first stop of the Tab key in a question is a button that copies the cell.
        "@jupyterlab/cell-toolbar-extension:plugin": {"showToolbar": False},
        # JupyterLab shows a notebook before it has read which kernel it names. Who runs a cell in
        # that second is asked to "Select Kernel", unless the one that is here may be started.
        # And what is out of sight in it would not exist for a screen reader.
        "@jupyterlab/notebook-extension:tracker": {
            "autoStartDefaultKernel": True,
            "windowingMode": "none",
        },
    },
}

NO_VENV = (
    "Python's venv module is missing here: install it (on Debian and Ubuntu: "
    "sudo apt install python3-venv) or install uv, then run start.py again."
)
DISK_FULL = (
    "The disk is full: free about 1 GB where %s and the temporary files lie, "
    "then run start.py again." % ROOT
)
SETTING_UP = (
    "Another set-up is running in %s: wait until it has ended, then run start.py again." % ROOT
)
NO_TESTS = (
    "The tests are not part of this folder, which is the students' bundle: "
    "run start.py alone to open the course."
)
NO_NETWORK = (
    "The packages could not be downloaded: check the internet connection "
    "(and the proxy, if there is one), then run start.py again."
)
WRONG_HASH = (
    "A downloaded package is not the one this project was tested with, so nothing was installed: "
    "run start.py again, and report it if it happens twice."
)
UNREACHABLE = (
    r"connection (broken|refused|reset|aborted|error)|failed to (establish|fetch|connect)"
    r"|name resolution|getaddrinfo|dns error|error sending request|timed out|timeout"
    r"|proxyerror|network is unreachable|certificate|from versions: none"
)
# What pip, uv and venv print when they stop, most telling first.
SIGNS = (
    (r"no space left|errno 28\b|os error (28|112)\b|not enough space|quota exceeded", DISK_FULL),
    (r"do not match the hashes|hash mismatch", WRONG_HASH),
    (r"ensurepip is not available|no module named '?(venv|ensurepip)", NO_VENV),
    (UNREACHABLE, NO_NETWORK),
)


class Trouble(Exception):
    """Something stopped the set-up; the text is one sentence that ends with what to do now."""


def say(text: str) -> None:
    """Print one line at once, also when the output is a pipe."""
    print("crossread: " + text, flush=True)


# --- what is there -------------------------------------------------------------------------------


def digests() -> dict[str, str]:
    """Return one digest for the runtime set and one for the test set: what .venv should hold."""
    try:
        parts = [Path(__file__).read_bytes(), (ROOT / "constraints.txt").read_bytes()]
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        tests = (ROOT / "constraints-test.txt").read_bytes()
    except FileNotFoundError as missing:
        raise Trouble(
            "%s is missing: start.py works only inside the whole project folder, so download the "
            "project again." % missing.filename
        ) from missing
    tables = {key: project.get(key) for key in ("build-system", "project")}
    here = [str(ROOT), "%d.%d" % sys.version_info[:2]]  # a virtual environment cannot be moved
    parts.append(json.dumps([tables, here], sort_keys=True).encode())
    runtime = hashlib.sha256(b"\0".join(parts))
    test = runtime.copy()
    test.update(tests)
    return {"runtime": runtime.hexdigest(), "test": test.hexdigest()}


def stamp(folder: Path) -> dict[str, str] | None:
    """Read what the set-up in ``folder`` holds: {} while it is half-made, None if not ours."""
    try:
        held: dict[str, str] = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return held


def write_stamp(held: dict[str, str]) -> None:
    """Record what .venv holds, in one step: a stamp is either the old one or the new one."""
    fresh = VENV / (STAMP + ".new")
    fresh.write_text(json.dumps(held), encoding="utf-8")
    fresh.replace(VENV / STAMP)


def recover() -> None:
    """Tidy up after a set-up that was killed: the last one that worked comes back."""
    if PREVIOUS.exists():
        if stamp(VENV):
            shutil.rmtree(PREVIOUS, ignore_errors=True)
        else:
            shutil.rmtree(VENV, ignore_errors=True)
            PREVIOUS.rename(VENV)


def ready(kind: str, wanted: dict[str, str]) -> bool:
    """Tell whether .venv holds all that is wanted, and nothing is left over to tidy up."""
    held = stamp(VENV) or {}
    same = all(held.get(key) == wanted[key] for key in ("runtime", kind))
    return same and PYTHON.exists() and not PREVIOUS.exists()


@contextmanager
def alone() -> Iterator[None]:
    """Keep every other set-up out of this folder; raise Trouble when one is at work here.

    The lock is on this file, so that none is left behind: the system opens it when we end, in
    whatever way.
    """
    try:
        handle = os.open(__file__, os.O_RDWR)  # some network folders lock only what can be written
    except OSError:
        handle = os.open(__file__, os.O_RDONLY)
    try:
        lock(handle)
        yield
    finally:
        os.close(handle)


def lock(handle: int) -> None:
    """Lock an open file, or raise Trouble when another process has; never wait."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, 1 << 30, os.SEEK_SET)  # past the end: what is locked cannot be read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            raise Trouble(SETTING_UP) from error
        # Else this file system has no locks, and a set-up without one is better than none.


# --- making it -----------------------------------------------------------------------------------


def clean_environment() -> dict[str, str]:
    """Return the environment for child processes, without what would let other packages in."""
    env = dict(os.environ, PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    env.update(JUPYTER_PREFER_ENV_PATH="1")
    for name in ("UV_SYSTEM_CERTS", "UV_NATIVE_TLS"):  # its newer and its older name
        env.setdefault(name, "1")  # many universities' networks need the system's certificates
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "UV_SYSTEM_PYTHON"):
        env.pop(name, None)
    return env


def watch(command: list[str]) -> tuple[int, list[str]]:
    """Run one step and show its last line on a terminal; return its exit code and its lines."""
    on_terminal = sys.stdout.isatty()
    lines: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip())
            if on_terminal:
                print("\r  %-76.76s" % line.strip().split(" (from ")[0], end="", flush=True)
    if on_terminal:
        print("\r%78s\r" % "", end="", flush=True)
    return process.returncode, lines


def run(command: list[str]) -> None:
    """Run one installer step; turn a failure into a sentence."""
    code, lines = watch(command)
    if code:
        raise explain(lines, command)


def explain(lines: list[str], command: list[str]) -> Trouble:
    """Turn the last words of a failed installer into one sentence with the remedy."""
    text = "\n".join(lines)
    for pattern, sentence in SIGNS:
        if re.search(pattern, text, re.IGNORECASE):
            return Trouble(sentence)
    print("\n".join("  " + line for line in lines[-15:]), file=sys.stderr)
    return Trouble(
        "The step above stopped with an error (%s): mend what it names, then run start.py again."
        % " ".join(command[:4])
    )


def make_venv(uv: str | None) -> None:
    """Make an empty .venv that is marked as half-made from its first moment on."""
    if not uv and not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Trouble(NO_VENV)
    VENV.mkdir()
    write_stamp({})
    if uv:
        run([uv, "venv", "--quiet", "--allow-existing", "--python", BASE, str(VENV)])
    else:
        run([BASE, "-m", "venv", str(VENV)])
    (VENV / ".gitignore").write_text("*\n", encoding="utf-8")


def install(uv: str | None, listing: str) -> None:
    """Install the pinned list with its hashes, then the project itself from this folder."""
    if uv:
        pip = [uv, "pip", "install", "--python", str(PYTHON), "--no-deps", "--compile-bytecode"]
    else:
        add_pip()
        pip = [str(PYTHON), "-m", "pip", "install", "--no-deps", "--no-compile"]
    run([*pip, "--require-hashes", "-r", str(ROOT / listing)])
    run([*pip, "--no-index", "--no-build-isolation", "-e", str(ROOT)])
    if not uv:  # pip compiles on one core; this uses all, and what it cannot compile can wait
        compile_all = [str(PYTHON), "-m", "compileall", "-qq", "-j", "0", str(VENV)]
        subprocess.call(compile_all, env=clean_environment(), stdout=subprocess.DEVNULL)


def add_pip() -> None:
    """Give the .venv a pip if it has none: uv made it without one, and may be gone today."""
    asked = [str(PYTHON), "-m", "pip", "--version"]
    quiet = subprocess.DEVNULL
    if subprocess.call(asked, env=clean_environment(), stdout=quiet, stderr=quiet):
        run([str(PYTHON), "-m", "ensurepip"])


def write_settings() -> None:
    """Write this environment's JupyterLab settings: save hook, one kernel, a quiet first screen."""
    for name, content in SETTINGS.items():
        path = VENV / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def set_up(kind: str) -> None:
    """Bring .venv to what the lists say; ``kind`` is ``runtime`` or ``test``.

    A set-up that works is replaced only by one that is complete. Whatever stops the work,
    Ctrl-C included, takes the half-made one away again.
    """
    wanted = digests()
    if ready(kind, wanted):
        return
    with alone():
        made = bring(kind, wanted)
    if made and kind == "runtime":
        draw_charts()


def bring(kind: str, wanted: dict[str, str]) -> bool:
    """Install what is missing in .venv; return False when nothing was. No other set-up may run."""
    recover()
    held = stamp(VENV)
    if held and held.get("runtime") == wanted["runtime"] and PYTHON.exists():
        if held.get(kind) == wanted[kind]:
            return False
    elif held is None and VENV.exists() and any(VENV.iterdir()):
        raise Trouble(
            "The folder %s was not made by start.py: rename or delete it, then run start.py again."
            % VENV
        )
    else:
        held = None
    uv = shutil.which("uv")
    tool = "uv" if uv else "pip"
    listing = "constraints.txt" if kind == "runtime" else "constraints-test.txt"
    began = time.monotonic()
    if held:
        say("adding the test set to .venv with %s ..." % tool)
        install(uv, listing)
        write_stamp(wanted)
    else:
        version = "%d.%d.%d" % sys.version_info[:3]
        say("making .venv with Python %s and %s (this may take a minute) ..." % (version, tool))
        build(uv, listing, {key: wanted[key] for key in ("runtime", kind)})
    say("installed in %.0f s, all of it in %s" % (time.monotonic() - began, VENV))
    return True


def draw_charts() -> None:
    """Draw the charts once, so that the first opening of a lesson does not wait for them.

    Nothing depends on it: what was not drawn here is drawn when a lesson shows it.
    """
    say("drawing the charts into your own folder of the course, so that no lesson has to ...")
    code, _ = watch([str(PYTHON), "-m", "crossread.charts"])
    if code:
        say("they could not be drawn now: each lesson draws its own.")


def build(uv: str | None, listing: str, held: dict[str, str]) -> None:
    """Make a new .venv in the place of the old one, or leave the old one as it was."""
    try:
        if stamp(VENV):
            VENV.rename(PREVIOUS)
        elif VENV.exists():
            shutil.rmtree(VENV)
        make_venv(uv)
        install(uv, listing)
        write_settings()
        write_stamp(held)
    except BaseException:
        if not stamp(VENV):
            shutil.rmtree(VENV, ignore_errors=True)
        recover()
        raise
    shutil.rmtree(PREVIOUS, ignore_errors=True)


# --- opening and testing -------------------------------------------------------------------------


def check_port(port: int) -> None:
    """Refuse a port that JupyterLab could not listen on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if not WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise Trouble(
                "Port %d needs administrator rights: take one above 1023, or none." % port
            ) from error
        except OSError as error:
            raise Trouble(
                "Port %d is in use: close the program that holds it, take another port, or leave "
                "out --port and the next free one is taken." % port
            ) from error


def has_display() -> bool:
    """Tell whether a browser can be opened here."""
    if os.environ.get("BROWSER") or WINDOWS:
        return True
    if sys.platform == "darwin":
        return "SSH_CONNECTION" not in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def lab_command(port: int | None, browser: bool) -> list[str]:
    """Return the command that opens JupyterLab at lesson 00."""
    first = sorted((ROOT / "notebooks").glob("00_*.ipynb"))
    if not first:
        raise Trouble("notebooks/00_*.ipynb is missing: download the project again.")
    command = [str(PYTHON), "-m", "jupyterlab", "--log-level=ERROR", "--LabApp.log_level=ERROR"]
    command.append("--ServerApp.root_dir=%s" % ROOT)
    command.append("--LabApp.default_url=/lab/tree/notebooks/" + quote(first[0].name))
    if port:
        command += ["--ServerApp.port=%d" % port, "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    if not WINDOWS and os.geteuid() == 0:
        command.append("--allow-root")
    return command


def open_lab(port: int | None, browser: bool) -> int:
    """Open JupyterLab and stay with it until it is stopped."""
    command = lab_command(port, browser)
    env = clean_environment()
    if browser:
        say("opening JupyterLab in your browser. Keep this window open; Ctrl-C twice stops it.")
    else:
        say("starting JupyterLab. Open the address below in a browser; Ctrl-C twice stops it.")
    if not WINDOWS:
        os.execve(command[0], command, env)
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:  # execve leaves the console there
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # JupyterLab got it too, and asks or stops
                continue


def add_front_end() -> None:
    """Install what browser tests need from npm; without npm those tests say so themselves."""
    npm = shutil.which("npm")
    held = FRONT_END / "node_modules" / ".package-lock.json"
    lock = FRONT_END / "package-lock.json"
    if not npm or (held.exists() and held.stat().st_mtime >= lock.stat().st_mtime):
        return
    say("adding the browser tests' JavaScript packages with npm ...")
    quiet = ["--no-audit", "--no-fund", "--no-progress", "--ignore-scripts"]
    try:
        run([npm, "ci", "--prefix", str(FRONT_END), *quiet])
    except Trouble:
        say("npm could not install them: the tests that need them will be skipped.")


def side_by_side() -> list[str]:
    """Return what lets pytest use the cores of this machine; a file's tests stay together."""
    cores = os.cpu_count() or 1
    if cores == 1:
        return []
    workers = min(cores + 1, MOST_WORKERS)  # one more: tests of a browser wait for it half the time
    # In the order of the files: the browser's come first, and the longest is not begun last.
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]


def run_tests(arguments: list[str]) -> int:
    """Run the linters, the type checker, the import rules and pytest; pytest has the last word."""
    add_front_end()
    failed = []
    for command in (
        [str(PYTHON), "-m", "ruff", "check"],
        [str(PYTHON), "-m", "mypy"],
        [str(VENV / BIN / "lint-imports")],
    ):
        name = command[-1] if len(command) == 1 else command[2]
        say("%s ..." % Path(name).name)
        if subprocess.call(command, cwd=ROOT, env=clean_environment()):
            failed.append(Path(name).name)
    if failed:
        say("%s found faults (above), so this run fails; pytest follows." % " and ".join(failed))
    else:
        say("pytest ...")
    pytest = [str(PYTHON), "-m", "pytest", *(arguments or side_by_side())]
    code = subprocess.call(pytest, cwd=ROOT, env=clean_environment())
    return 1 if failed or code else 0


def arguments(argv: list[str]) -> argparse.Namespace:
    """Read the command line; wrong usage ends with exit code 2."""
    parser = argparse.ArgumentParser(
        prog="start.py",
        description="Set up crossread in its own folder and open JupyterLab at lesson 00.",
        epilog="start.py test ARGUMENTS: everything after 'test' goes to pytest.",
    )
    parser.add_argument("command", nargs="?", choices=["setup", "test"], help="only this part")
    parser.add_argument("--no-browser", action="store_true", help="print the address instead")
    parser.add_argument("--port", type=int, metavar="N", help="the port (else the next free one)")
    at = argv.index("test") + 1 if argv[:1] == ["test"] else len(argv)
    options = parser.parse_args(argv[:at])
    options.pytest = argv[at:]
    if options.command and (options.no_browser or options.port is not None):
        parser.error("--no-browser and --port go with the plain start, not with a command")
    if options.port is not None and not 1 <= options.port <= 65535:
        parser.error("--port takes a number from 1 to 65535")
    return options


def main(argv: list[str]) -> int:
    """Do what the command line says; return the exit code: 0 done, 1 stopped, 2 wrong usage."""
    options = arguments(argv)
    try:
        if options.port:
            check_port(options.port)
        if options.command == "test" and not (ROOT / "tests").is_dir():
            raise Trouble(NO_TESTS)
        set_up("test" if options.command == "test" else "runtime")
        if options.command == "test":
            return run_tests(options.pytest)
        if options.command == "setup":
            say("ready: python3 start.py opens lesson 00.")
            return 0
        return open_lab(options.port, has_display() and not options.no_browser)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped, and nothing half-made is left: run start.py again.", file=sys.stderr)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            print(DISK_FULL, file=sys.stderr)
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            print(
                "%s cannot be written: copy the project into a folder of your own (on Windows, "
                "close JupyterLab first), then run start.py there." % (error.filename or ROOT),
                file=sys.stderr,
            )
        else:
            raise
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
