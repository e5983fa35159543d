"""A Chromium with a folder of its own that can be killed and opened again, as a phone's can."""

import os
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.browser import FLAGS, program
from tests.support.needs import missing
from tests.support.ports import wait_for


@dataclass
class KillableBrowser:
    """`open()` gives a page; what was kept before is there again."""

    playwright: object
    folder: Path
    popen: subprocess.Popen | None = field(init=False, default=None)
    browser: object = field(init=False, default=None)

    def open(self):
        found = program() or missing("Chromium (apt install chromium, or CHROMIUM=/path/to/it)")
        port_file = self.folder / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        flags = [*FLAGS, "--headless=new", "--remote-debugging-port=0", "--disable-session-crashed-bubble"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        self.popen = subprocess.Popen([found, *flags, f"--user-data-dir={self.folder}", "about:blank"], **quiet)
        wait_for(lambda: port_file.exists() and port_file.read_text().count("\n") >= 1, what="the browser")
        port = port_file.read_text().splitlines()[0]
        self.browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        return self.browser.contexts[0].new_page()

    def kill(self):
        """kill -9 of it and its children."""
        os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()
        self.browser.close()
