"""The bot as an operator runs it: the real executable, with Signal as its only network."""

import datetime
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from people import PATIENCE
from rig import CHECKOUT

PROJECT = CHECKOUT / "src" / "Alexandria.OrganizerBot"


def build():
    """Builds the program and gives its file."""
    subprocess.run(["dotnet", "build", str(PROJECT), "--nologo", "--verbosity", "quiet"], check=True)
    return PROJECT / "bin" / "Debug" / "net10.0" / "Alexandria.OrganizerBot.dll"


class Bot:
    """The bot's process and its folders."""

    def __init__(self, program, endpoint, number):
        self._program, self.number = program, number
        self.folder = Path(tempfile.mkdtemp(prefix="organizerbot-on-the-rig-"))
        self._log = self.folder / "bot.log"
        self._process = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self._settings = [
            f"--Signal:Endpoint={endpoint}",
            f"--Signal:Account={number}",
            # Nothing is to be spared here, and nobody is disturbed.
            "--Signal:MessagesPerMinute=60000",
            f"--Campaigns:Directory={self.folder / 'campaigns'}",
            f"--Storage:DataDirectory={self.folder / 'data'}",
            f"--Keys:Directory={self.folder / 'keys'}",
            f"--Health:Port={self._port}",
        ]

    def write_campaign(self, campaign):
        """Writes the campaign, with a review of every claim: the bot talks to people, as far as it can know."""
        file = self.folder / "campaigns" / "line-7" / "campaign.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(campaign, encoding="utf-8")
        texts = self._run("check", "--texts", str(file.parent.parent)).stdout
        today = datetime.date.today().isoformat()
        reviews = [
            line.replace("date: , by: }", f"date: {today}, by: organizer }}")
            for line in texts.splitlines()
            if line.startswith("  - {")
        ]
        file.write_text(campaign + "\n".join(["reviews:", *reviews, ""]), encoding="utf-8")

    def start(self):
        """Starts it and returns once it is connected."""
        self.start_without_waiting()
        end = time.monotonic() + PATIENCE
        while not self._is_well():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the bot did not start:\n{self.last_lines()}")
            time.sleep(0.1)

    def start_without_waiting(self):
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["dotnet", str(self._program), "run", *self._settings],
                cwd=self.folder,
                env=self._environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def stop(self):
        """Asks it to stop, as systemd does. Gives the exit code."""
        self._process.terminate()
        return self._process.wait(timeout=PATIENCE)

    def kill(self):
        """SIGKILL: it cannot finish anything."""
        self._process.kill()
        self._process.wait()

    def end(self):
        if self._process and self._process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def last_lines(self, count=25):
        lines = self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []
        return "\n".join(lines[-count:])

    def troubles(self):
        """Lines of the log that a healthy bot does not write."""
        log = self._log.read_text(encoding="utf-8") if self._log.exists() else ""
        return re.findall(r"^(?:warn|fail|crit): .*\n +.*$", log, re.MULTILINE)

    def _run(self, *arguments):
        command = ["dotnet", str(self._program), *arguments]
        return subprocess.run(command, env=self._environment(), stdout=subprocess.PIPE, text=True, check=True)

    def _environment(self):
        """Without anything that a machine may have configured for a bot of its own."""
        sections = ("Discord__", "Signal__", "Campaigns__", "Storage__", "Keys__", "Health__", "Rehearsal__")
        return {name: value for name, value in os.environ.items() if not name.startswith(sections)}

    def _is_well(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._port}/health", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False
