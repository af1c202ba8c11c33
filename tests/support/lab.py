"""A JupyterLab of the project's own environment, started as start.py starts it, and its pages."""

from __future__ import annotations

import importlib.util
import json
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil
from playwright.sync_api import Locator, Page, expect

PROJECT = Path(__file__).resolve().parents[2]
TOKEN = "token-of-the-tests"
PATIENCE = 30_000  # ms; a page or a kernel on a slow machine
NO_VIEW = "Error displaying widget"
TRACKER = "@jupyterlab/notebook-extension:tracker"

# Tells Python at once when a page ever shows the sentence that nobody should meet.
WATCH = """
const nobody = NOBODY_MEETS_THIS;
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      const text = node.textContent ?? "";
      if (text.includes(nobody)) window.crossreadSaw(text.slice(0, 200));
    }
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
""".replace("NOBODY_MEETS_THIS", json.dumps(NO_VIEW))

# Notes that a cell waited for the kernel, however short: a look now and then can miss it.
SEE_A_RUN = """() => {
  window.crossreadRan = false;
  window.crossreadWaits = () => [...document.querySelectorAll(".jp-InputArea-prompt")]
    .some((one) => one.textContent.includes("*"));
  const watch = new MutationObserver(() => {
    if (!window.crossreadWaits()) return;
    window.crossreadRan = true;
    watch.disconnect();
  });
  watch.observe(document, { subtree: true, childList: true, characterData: true });
}"""


def start_py() -> ModuleType:
    """start.py as a module: the command and the settings of a real start."""
    spec = importlib.util.spec_from_file_location("start_of_lab", PROJECT / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def until(condition: Callable[[], Any], what: str, seconds: float = 30.0) -> Any:
    """Wait for something outside the page, and return it."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"still not: {what}"
        time.sleep(0.05)
    return value


class Lab:
    """One JupyterLab server on one course. ``state`` keeps what outlives a restart."""

    def __init__(self, course: Path, state: Path, **settings: Any) -> None:
        self.course, self.state = course, state
        self.home = state / "home"
        self._start = start_py()
        self._settings = settings  # of the notebook tracker, as a learner may set them
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self) -> Lab:
        """Start a new process and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        etc, share = self._write_settings()
        self._start.ROOT = self.course
        command = self._start.lab_command(self.port, browser=False)
        command += [f"--IdentityProvider.token={TOKEN}", f"--LabApp.app_settings_dir={share}",
                    f"--LabApp.workspaces_dir={self.state / 'workspaces'}",
                    f"--LabApp.user_settings_dir={self.state / 'settings'}"]
        env = self._start.clean_environment()
        for name in ("config", "data", "runtime"):
            env[f"JUPYTER_{name.upper()}_DIR"] = str(self.state / name)
        env |= {"HOME": str(self.state), "IPYTHONDIR": str(self.state / "ipython"),
                "JUPYTER_CONFIG_PATH": str(etc), "CROSSREAD_COURSE": str(self.course),
                "CROSSREAD_HOME": str(self.home)}
        log = (self.state / "lab.log").open("ab")
        self._process = subprocess.Popen(command, cwd=self.course, env=env, stdout=log,
                                         stderr=subprocess.STDOUT)
        log.close()
        until(self._answers, "JupyterLab answers", 60)
        return self

    def _write_settings(self) -> tuple[Path, Path]:
        """The settings that start.py gives its environment, save hook included."""
        for name, content in self._start.SETTINGS.items():
            path = self.state / "env" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.name == "overrides.json" and self._settings:
                content = {**content, TRACKER: content[TRACKER] | self._settings}
            path.write_text(json.dumps(content), "utf-8")
        return self.state / "env/etc/jupyter", self.state / "env/share/jupyter/lab/settings"

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise AssertionError((self.state / "lab.log").read_text("utf-8")[-3000:])
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api", timeout=2):
                return True
        except OSError:
            return False

    def stop(self) -> None:
        """End the server and its kernels."""
        if self._process is None:
            return
        family = psutil.Process(self._process.pid).children(recursive=True)
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for child in psutil.wait_procs(family, timeout=5)[1]:
            child.kill()
        self._process = None

    def kernels(self) -> list[psutil.Process]:
        """The processes of its kernels."""
        assert self._process is not None
        return [one for one in psutil.Process(self._process.pid).children(recursive=True)
                if "ipykernel_launcher" in " ".join(one.cmdline())]

    def connected(self) -> bool:
        """Does the server have an idle kernel that a page is connected to?"""
        address = f"http://127.0.0.1:{self.port}/api/kernels?token={TOKEN}"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                kernels = json.load(answer)
        except OSError:  # while a kernel starts the server may answer with an error
            return False
        return bool(kernels) and all(one["execution_state"] == "idle" for one in kernels) \
            and any(one["connections"] for one in kernels)

    def end_kernels(self) -> None:
        """End every kernel by the server, as the list of running kernels does."""
        sessions = f"http://127.0.0.1:{self.port}/api/sessions"
        with urllib.request.urlopen(f"{sessions}?token={TOKEN}", timeout=10) as answer:
            running = [one["id"] for one in json.load(answer)]
        for one in running:
            address = f"{sessions}/{one}?token={TOKEN}"
            urllib.request.urlopen(urllib.request.Request(address, method="DELETE"), timeout=20)

    def address(self, notebook: str) -> str:
        """The address of one notebook, all else of the window closed."""
        return (f"http://127.0.0.1:{self.port}/lab/tree/notebooks/{notebook}"
                f"?reset&token={TOKEN}")


def running(course: Path, state: Path, **settings: Any) -> Iterator[Lab]:
    """A started server that is stopped in any case."""
    state.mkdir()
    lab = Lab(course, state, **settings)
    try:
        yield lab.start()
    finally:
        lab.stop()


class Book:
    """One notebook on the screen."""

    def __init__(self, page: Page, lab: Lab, notebook: str) -> None:
        self.page, self.lab, self.notebook = page, lab, notebook
        self.path = lab.course / "notebooks" / notebook

    def open(self) -> Book:
        """Load the page and wait until it and its kernel are ready."""
        self.page.goto(self.lab.address(self.notebook))
        return self.ready()

    def reload(self) -> Book:
        """Load the page anew, as the browser's own button does; its kernel goes on."""
        self.page.reload()
        return self.ready()

    def ready(self) -> Book:
        """Wait until the first cell is on the page and the kernel is idle."""
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=PATIENCE)
        self.idle()
        return self

    def idle(self) -> None:
        """Wait until the kernel is connected and idle, by the server's and the page's word."""
        until(self.lab.connected, "a kernel is connected and idle")
        sign = self.page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle$"))
        sign.first.wait_for(timeout=PATIENCE)

    def menu(self, *path: str) -> None:
        """Choose an entry of JupyterLab's menu bar."""
        self.page.locator(".jp-Notebook").first.wait_for()
        self.page.get_by_role("menuitem", name=path[0], exact=True).click()
        for name in path[1:]:
            self.page.locator(".lm-Menu .lm-Menu-itemLabel").get_by_text(name, exact=True).click()

    def run_all(self) -> None:
        """Run every cell and wait until none is waiting and every form is live."""
        self.page.evaluate(SEE_A_RUN)
        self.menu("Run", "Run All Cells")
        self.page.wait_for_function("window.crossreadRan && !window.crossreadWaits()",
                                    timeout=PATIENCE)
        self.page.locator("form.cr-item").first.wait_for(state="attached", timeout=PATIENCE)
        self.idle()

    def top(self) -> None:
        """Go to the first cell with the keyboard, as one does in JupyterLab."""
        self.page.keyboard.press("Escape")
        first = self.page.locator("#jp-main-statusbar").get_by_text(re.compile(r"^Cell 1/"))
        for _ in range(120):
            if first.count():
                return
            self.page.keyboard.press("ArrowUp")
        raise AssertionError("the arrow keys do not lead to the first cell")

    def form(self, item: str) -> Locator:
        """The live form of an item (the first, where a page asks it twice)."""
        return self.page.locator(f'form[data-item="{item}"]').first

    def items(self) -> list[str]:
        """The ids of the items on the page, in order."""
        forms = self.page.locator("form.cr-item[data-item]")
        return list(dict.fromkeys(forms.evaluate_all("all => all.map((f) => f.dataset.item)")))

    def save(self) -> dict[str, Any]:
        """Save with the key for it; the notebook as it then stands on disk."""
        before = self.path.stat().st_mtime_ns
        # JupyterLab drops the key without a word until the save before has its checkpoint too.
        with self.page.expect_response(
                lambda answer: answer.request.method == "POST"
                and answer.url.split("?")[0].endswith("/checkpoints"), timeout=PATIENCE) as kept:
            self.page.keyboard.press("Control+s")
        kept.value.finished()
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
        until(lambda: self.path.stat().st_mtime_ns != before, "the notebook is saved")
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
        found: dict[str, Any] = until(self._on_disk, "the saved notebook is whole on disk")
        return found

    def _on_disk(self) -> dict[str, Any] | None:
        """The notebook as it stands on disk, None while JupyterLab is still writing it."""
        try:
            content: dict[str, Any] = json.loads(self.path.read_text("utf-8"))
        except ValueError:
            return None
        return content
