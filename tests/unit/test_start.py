"""start.py: what it makes, what it refuses, and that it leaves nothing half-made.

The installer is a stand-in that writes down what it was asked to do, so nothing is downloaded.
"""

import ast
import errno
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

# Plays uv and, inside the .venv it makes, Python. FAKE says how the installation goes.
STAND_IN = """#!/bin/sh
PATH=/usr/bin:/bin
echo "$(basename "$0") $*" >> "$FAKE_LOG"
if [ "$(basename "$0")" = uv ] && [ "$1" = venv ]; then
  for folder; do :; done
  mkdir -p "$folder/bin"
  cp "$0" "$folder/bin/python"
  cp "$0" "$folder/bin/lint-imports"
elif [ "$(basename "$0")" = uv ]; then
  case "$FAKE" in
    kill) kill -9 $PPID; sleep 1 ;;
    hang) echo hanging; exec sleep 60 ;;
    fail) echo "$FAKE_WORDS"; exit 2 ;;
  esac
elif [ -n "$FAKE" ]; then
  case "$(basename "$0") $*" in *"$FAKE"*) exit 1 ;; esac
fi
"""


class Checkout:
    """A project folder of its own with the real start.py, and a way to run it."""

    def __init__(self, root: Path, tools: Path, start: Path) -> None:
        self.root, self.tools, self.log = root, tools, root.parent / "log"
        self.venv, self.stamp = root / ".venv", root / ".venv" / "crossread-setup.json"
        (root / "notebooks").mkdir(parents=True)
        (root / "tests").mkdir()
        tools.mkdir()
        shutil.copy(start, root / "start.py")
        (root / "notebooks" / "00_first steps.ipynb").write_text("{}", encoding="utf-8")
        (root / "constraints.txt").write_text("one==1\n", encoding="utf-8")
        (root / "constraints-test.txt").write_text("one==1\ntwo==2\n", encoding="utf-8")
        (root / "pyproject.toml").write_text(
            '[project]\nname = "x"\n[tool.ruff]\nline-length = 100\n', encoding="utf-8"
        )
        (tools / "uv").write_text(STAND_IN, encoding="utf-8")
        (tools / "uv").chmod(0o755)

    def environment(self, **extra: str) -> dict[str, str]:
        """Return an environment in which only the stand-in can be found, and no display."""
        base = {"PATH": str(self.tools), "HOME": str(self.root.parent), "FAKE": ""}
        return base | {"FAKE_LOG": str(self.log)} | extra

    def run(self, *arguments: str, before: str = "", **extra: str) -> subprocess.CompletedProcess:
        """Run start.py; ``before`` is Python to run in the same process first."""
        code = (
            f"import runpy, sys; {before}\nsys.argv = ['start.py', *sys.argv[1:]]\n"
            "runpy.run_path('start.py', run_name='__main__')"
        )
        command = [sys.executable, "-c", code] if before else [sys.executable, "start.py"]
        return subprocess.run(
            [*command, *arguments],
            cwd=self.root,
            env=self.environment(**extra),
            capture_output=True,
            text=True,
            timeout=60,
        )

    def asked(self) -> list[str]:
        """Return what the stand-ins were asked since the last call."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return lines

    def left(self) -> list[str]:
        """Return the names in the folder that a set-up made."""
        return sorted(path.name for path in self.root.iterdir() if path.name.startswith(".venv"))

    def module(self) -> ModuleType:
        """Import this checkout's start.py."""
        spec = importlib.util.spec_from_file_location("start_under_test", self.root / "start.py")
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


@pytest.fixture
def checkout(tmp_path: Path, project: Path) -> Checkout:
    return Checkout(tmp_path / "a course", tmp_path / "tools", project / "start.py")


def one_sentence(result: subprocess.CompletedProcess, words: str) -> None:
    """Assert that the run stopped with exit code 1 and one line that has these words."""
    assert result.returncode == 1, result
    said = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(said) == 1, said
    assert re.search(words, said[0]), said


# --- which Python ---------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 9, 18), (3, 10, 13)])
def test_an_old_python_is_refused_with_the_version_it_has_and_what_to_do(checkout, version):
    result = checkout.run("setup", before=f"sys.version_info = {version}")
    one_sentence(result, rf"3\.11 or newer and this is Python 3\.{version[1]}: .*install")
    assert checkout.left() == []


def test_an_old_python_names_the_newer_one_that_is_here(checkout):
    shutil.copy(checkout.tools / "uv", checkout.tools / "python3.12")
    result = checkout.run("setup", before="sys.version_info = (3, 9, 1)")
    one_sentence(result, r"python3\.12 start\.py$")


def test_the_file_can_be_read_by_an_old_python(project):
    ast.parse((project / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))


# --- a set-up that works --------------------------------------------------------------------------


def test_setup_installs_the_pinned_list_with_hashes_and_then_the_project(checkout):
    result = checkout.run("setup", PYTHONPATH="/elsewhere")
    assert result.returncode == 0, result
    venv, pinned, own, charts = checkout.asked()
    assert charts == "python -m crossread.charts"
    assert venv.startswith("uv venv ") and venv.endswith(str(checkout.venv))
    assert "--require-hashes" in pinned and pinned.endswith(f"-r {checkout.root}/constraints.txt")
    assert "--no-build-isolation" in own and own.endswith(f"-e {checkout.root}")
    assert "--no-deps" in own
    assert checkout.left() == [".venv"]
    assert checkout.run("setup").returncode == 0
    assert checkout.asked() == []


def test_charts_that_cannot_be_drawn_stop_no_set_up(checkout):
    result = checkout.run("setup", FAKE="crossread.charts")
    assert result.returncode == 0 and "each lesson draws its own" in result.stdout
    assert "ready:" in result.stdout and not result.stderr


def test_the_settings_of_this_jupyterlab_are_written_into_venv(checkout):
    checkout.run("setup")
    read = lambda name: json.loads((checkout.venv / name).read_text(encoding="utf-8"))  # noqa: E731
    server = read("etc/jupyter/jupyter_server_config.json")
    module, _, name = server["ContentsManager"]["pre_save_hook"].rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))
    assert server["KernelSpecManager"]["allowed_kernelspecs"] == ["python3"]
    overrides = read("share/jupyter/lab/settings/overrides.json")
    assert overrides["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    tracker = overrides["@jupyterlab/notebook-extension:tracker"]
    assert tracker == {"autoStartDefaultKernel": True, "windowingMode": "none"}
    assert read("etc/jupyter/jupyter_lab_config.json")["LabApp"]["news_url"] is None


CHANGES = [
    ("constraints.txt", "one==1", "one==2", True),
    ("pyproject.toml", 'name = "x"', 'name = "y"', True),
    ("start.py", "Set up crossread", "Set crossread up", True),
    ("pyproject.toml", "line-length = 100", "line-length = 99", False),
    ("constraints-test.txt", "two==2", "two==3", False),
]


@pytest.mark.parametrize(("name", "old", "new", "again"), CHANGES)
def test_the_next_start_installs_again_only_when_what_it_installs_changed(
    checkout, name, old, new, again
):
    checkout.run("setup")
    checkout.asked()
    text = (checkout.root / name).read_text(encoding="utf-8")
    assert old in text
    (checkout.root / name).write_text(text.replace(old, new), encoding="utf-8")
    assert checkout.run("setup").returncode == 0
    assert bool(checkout.asked()) is again
    assert checkout.left() == [".venv"]


def test_a_moved_folder_and_a_lost_python_are_set_up_again(checkout):
    checkout.run("setup")
    moved = checkout.root.with_name("moved")
    checkout.root.rename(moved)
    checkout.root, checkout.venv = moved, moved / ".venv"
    checkout.asked()
    assert checkout.run("setup").returncode == 0
    assert len(checkout.asked()) == 4
    (checkout.venv / "bin" / "python").unlink()
    assert checkout.run("setup").returncode == 0
    assert len(checkout.asked()) == 4


# --- a set-up that stops --------------------------------------------------------------------------

NETWORK = "internet connection"
WORDS = [
    ("ERROR: Could not install packages: OSError: [Errno 28] No space left on device", "full"),
    ("failed to write to file `x`: No space left on device (os error 28)", "full"),
    ("There is not enough space on the disk. (os error 112)", "full"),
    ("error sending request for url: dns error: failed to lookup address", NETWORK),
    ("ERROR: Could not find a version that satisfies x==1 (from versions: none)", NETWORK),
    ("ReadTimeoutError: Read timed out.", NETWORK),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one"),
    ("error: Hash mismatch for `one==1`", "not the one"),
    ("The virtual environment was not created because ensurepip is not available.", "python3-venv"),
]


@pytest.mark.parametrize(("words", "sentence"), WORDS)
def test_what_stopped_the_installer_becomes_one_sentence_with_the_remedy(checkout, words, sentence):
    result = checkout.run("setup", FAKE="fail", FAKE_WORDS=words)
    one_sentence(result, sentence + ".*run start.py again")
    assert checkout.left() == []


def test_an_error_nobody_foresaw_is_shown_with_the_installers_last_lines(checkout):
    result = checkout.run("setup", FAKE="fail", FAKE_WORDS="error: the moon is in the way")
    assert result.returncode == 1
    assert "the moon is in the way" in result.stderr
    assert "Traceback" not in result.stderr
    assert checkout.left() == []


def test_a_failed_update_leaves_the_set_up_that_worked(checkout):
    checkout.run("setup")
    before = checkout.stamp.read_text(encoding="utf-8")
    (checkout.root / "constraints.txt").write_text("one==2\n", encoding="utf-8")
    result = checkout.run("setup", FAKE="fail", FAKE_WORDS="No space left on device")
    one_sentence(result, "full")
    assert checkout.left() == [".venv"]
    assert checkout.stamp.read_text(encoding="utf-8") == before
    assert (checkout.venv / "bin" / "python").exists()


def test_a_first_set_up_that_was_killed_is_made_anew(checkout):
    assert checkout.run("setup", FAKE="kill").returncode == -signal.SIGKILL
    assert checkout.left() == [".venv"]
    assert checkout.run("setup").returncode == 0
    assert json.loads(checkout.stamp.read_text(encoding="utf-8"))


def test_an_update_that_was_killed_gives_back_the_set_up_that_worked(checkout):
    checkout.run("setup")
    before = checkout.stamp.read_text(encoding="utf-8")
    (checkout.root / "constraints.txt").write_text("one==2\n", encoding="utf-8")
    assert checkout.run("setup", FAKE="kill").returncode == -signal.SIGKILL
    assert checkout.left() == [".venv", ".venv-previous"]
    one_sentence(checkout.run("setup", FAKE="fail", FAKE_WORDS="timed out"), "internet")
    assert checkout.left() == [".venv"]
    assert checkout.stamp.read_text(encoding="utf-8") == before


def test_after_a_killed_update_the_old_list_needs_no_new_installation(checkout):
    checkout.run("setup")
    (checkout.root / "constraints.txt").write_text("one==2\n", encoding="utf-8")
    checkout.run("setup", FAKE="kill")
    (checkout.root / "constraints.txt").write_text("one==1\n", encoding="utf-8")
    checkout.asked()
    assert checkout.run("setup").returncode == 0
    assert checkout.asked() == []
    assert checkout.left() == [".venv"]


def test_what_a_kill_after_the_last_step_left_over_is_removed(checkout):
    checkout.run("setup")
    shutil.copytree(checkout.venv, checkout.root / ".venv-previous")
    assert checkout.run("setup").returncode == 0
    assert checkout.left() == [".venv"]


def hanging(checkout: Checkout) -> subprocess.Popen:
    """Start a set-up and return it when its installer is at work, which it never ends."""
    process = subprocess.Popen(
        [sys.executable, "start.py", "setup"],
        cwd=checkout.root,
        env=checkout.environment(FAKE="hang"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 20
    while not (checkout.log.exists() and "pip" in checkout.log.read_text(encoding="utf-8")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return process


@pytest.mark.parametrize("set_up_before", [False, True])
def test_a_second_set_up_at_the_same_time_waits_outside_and_spoils_nothing(checkout, set_up_before):
    if set_up_before:
        checkout.run("setup")
        checkout.asked()
        (checkout.root / "constraints.txt").write_text("one==2\n", encoding="utf-8")
    first = hanging(checkout)
    try:
        before = checkout.left()
        asked = len(checkout.asked())
        for arguments in (("setup",), ("test",), ("--no-browser",)):
            one_sentence(checkout.run(*arguments), "Another set-up is running in .*: wait until")
        assert asked and checkout.asked() == []
        assert checkout.left() == before
        assert checkout.stamp.read_text(encoding="utf-8") == "{}"
    finally:
        os.killpg(first.pid, signal.SIGKILL)  # and leaves its lock to the system
        first.communicate(timeout=20)
    assert checkout.run("setup").returncode == 0
    assert checkout.left() == [".venv"]


def test_a_start_needs_no_lock_when_all_is_installed(checkout):
    checkout.run("setup")
    start = checkout.module()
    with start.alone():
        assert checkout.run("setup").returncode == 0


def test_a_folder_without_locks_is_set_up_all_the_same(checkout):
    refuse = "raise OSError(errno.ENOLCK, 'No locks available')"
    before = f"import errno, fcntl\ndef no_lock(*_): {refuse}\nfcntl.flock = no_lock"
    assert checkout.run("setup", before=before).returncode == 0
    assert checkout.left() == [".venv"]


def test_what_a_set_up_says_of_where_things_are_is_so(checkout):
    said = checkout.run("setup").stdout
    assert f"all of it in {checkout.venv}" in said
    assert "the charts into your own folder of the course" in said


def test_ctrl_c_stops_calmly_and_takes_the_half_made_set_up_away(checkout):
    process = hanging(checkout)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everything in the foreground
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "Stopped" in errors
    assert "Traceback" not in errors
    assert checkout.left() == []


def test_a_disk_too_full_for_the_first_file_leaves_nothing(checkout, monkeypatch, capsys):
    start = checkout.module()

    def refuse(held: dict[str, str]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setenv("PATH", str(checkout.tools))
    monkeypatch.setattr(start, "write_stamp", refuse)
    assert start.main(["setup"]) == 1
    assert "disk is full" in capsys.readouterr().err
    assert checkout.left() == []


def test_a_venv_that_somebody_else_made_is_left_alone(checkout):
    checkout.venv.mkdir()
    (checkout.venv / "mine").write_text("precious", encoding="utf-8")
    one_sentence(checkout.run("setup"), "not made by start.py: rename or delete it")
    assert (checkout.venv / "mine").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("name", ["venv", "ensurepip"])
def test_without_the_venv_module_the_remedy_is_named(checkout, name):
    (checkout.tools / "uv").unlink()
    hide = (
        "import importlib.util as u; real = u.find_spec; "
        f"u.find_spec = lambda n, *a: None if n == {name!r} else real(n, *a)"
    )
    one_sentence(checkout.run("setup", before=hide), "apt install python3-venv")
    assert checkout.left() == []


def test_pip_without_a_network_is_told_in_one_sentence(checkout):
    (checkout.tools / "uv").unlink()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: every connection is refused
        index = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        pinned = "one==1 --hash=sha256:" + "0" * 64
        (checkout.root / "constraints.txt").write_text(pinned, encoding="utf-8")
        result = checkout.run(
            "setup", PIP_INDEX_URL=index, PIP_RETRIES="0", PIP_CONFIG_FILE=os.devnull
        )
    one_sentence(result, "internet connection")
    assert checkout.left() == []


def test_what_uv_made_without_pip_gets_one_when_uv_is_gone(checkout):
    assert checkout.run("setup").returncode == 0
    (checkout.tools / "uv").unlink()
    checkout.asked()
    result = checkout.run("test", FAKE="python -m pip --version")
    steps = checkout.asked()
    assert steps[0] == "python -m pip --version", result
    assert steps[1] == "python -m ensurepip"
    assert steps[2].startswith("python -m pip install")


REFUSALS = [
    (errno.ENOSPC, "disk is full"),
    (errno.EDQUOT, "disk is full"),
    (errno.EACCES, "cannot be written"),
    (errno.EROFS, "cannot be written"),
]


@pytest.mark.parametrize(("code", "words"), REFUSALS)
def test_a_folder_that_takes_no_file_is_told_in_one_sentence(
    checkout, monkeypatch, capsys, code, words
):
    start = checkout.module()

    def refuse() -> None:
        raise OSError(code, os.strerror(code), str(checkout.venv))

    for name, value in checkout.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(start, "write_settings", refuse)
    assert start.main(["setup"]) == 1
    assert words in capsys.readouterr().err
    assert checkout.left() == []


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-test.txt", "pyproject.toml"])
def test_start_py_alone_says_that_the_project_is_missing(checkout, name):
    (checkout.root / name).unlink()
    one_sentence(checkout.run("setup"), f"{name} is missing.*download the project again")


# --- opening --------------------------------------------------------------------------------------


def lab(checkout: Checkout, *arguments: str, **extra: str) -> str:
    """Run a plain start and return the command line that JupyterLab got."""
    assert checkout.run(*arguments, **extra).returncode == 0
    return checkout.asked()[-1]


def test_the_plain_start_opens_lesson_00_from_the_projects_folder(checkout):
    command = lab(checkout, DISPLAY=":0")
    assert command.startswith("python -m jupyterlab")
    assert f"--ServerApp.root_dir={checkout.root}" in command
    assert "default_url=/lab/tree/notebooks/00_first%20steps.ipynb" in command
    assert "--no-browser" not in command
    assert ("--allow-root" in command) is (os.geteuid() == 0)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS always has a display")
def test_without_a_display_or_on_request_the_address_is_printed_instead(checkout):
    assert "--no-browser" in lab(checkout)
    assert "--no-browser" in lab(checkout, "--no-browser", DISPLAY=":0")
    assert "--no-browser" not in lab(checkout, BROWSER="firefox")
    assert "Open the address below" in checkout.run().stdout


def test_a_port_in_use_is_refused_before_anything_is_installed(checkout):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        one_sentence(checkout.run("--port", port), f"Port {port} is in use: .*another port")
    assert checkout.left() == []
    command = lab(checkout, "--port", port)
    assert f"--ServerApp.port={port} --ServerApp.port_retries=0" in command


def test_a_missing_lesson_is_told(checkout):
    (checkout.root / "notebooks" / "00_first steps.ipynb").unlink()
    one_sentence(checkout.run(), "download the project again")


@pytest.mark.parametrize(
    "arguments",
    [
        ["open"],
        ["--port"],
        ["--port", "http"],
        ["--port", "0"],
        ["--port", "65536"],
        ["setup", "--no-browser"],
        ["setup", "--port", "8888"],
        ["setup", "twice"],
        ["--unknown"],
    ],
)
def test_wrong_usage_ends_with_exit_code_2_before_any_work(checkout, arguments):
    result = checkout.run(*arguments)
    assert result.returncode == 2
    assert "usage: start.py" in result.stderr
    assert checkout.left() == []


# --- testing --------------------------------------------------------------------------------------


def test_the_test_command_adds_the_test_set_once_and_gives_pytest_the_last_word(checkout):
    checkout.run("setup")
    checkout.asked()
    result = checkout.run("test", "-k", "one thing", "--no-browser")
    assert result.returncode == 0, result
    pinned, own, ruff, mypy, imports, pytest_run = checkout.asked()
    assert pinned.endswith("constraints-test.txt")
    assert own.endswith(f"-e {checkout.root}")
    assert [ruff, mypy, imports] == ["python -m ruff check", "python -m mypy", "lint-imports "]
    assert pytest_run == "python -m pytest -k one thing --no-browser"
    spread = "--dist loadfile --no-loadscope-reorder"
    for cores, words in [(1, ""), (2, f" -n 3 {spread}"), (64, f" -n 4 {spread}")]:
        checkout.run("test", before=f"import os; os.cpu_count = lambda: {cores}")
        assert checkout.asked()[3:] == ["python -m pytest" + words]
    checkout.run("setup")
    assert checkout.asked() == []


def test_a_folder_without_tests_says_so_before_anything_is_installed(checkout):
    (checkout.root / "tests").rmdir()
    one_sentence(checkout.run("test", "-k", "one"), "tests are not part of this folder")
    assert checkout.left() == []
    assert checkout.run("setup").returncode == 0


@pytest.mark.parametrize("fails", ["ruff", "mypy", "lint-imports", "pytest"])
def test_one_failing_part_fails_the_test_command_and_the_others_still_run(checkout, fails):
    checkout.run("test")
    checkout.asked()
    assert checkout.run("test", FAKE=fails).returncode == 1
    assert len(checkout.asked()) == 4
