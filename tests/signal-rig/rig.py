"""The rig: signal-cli itself and a stand-in for Signal's servers, both closed in on this machine."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent.parent
PATCH = HERE / "keep-until-acknowledged.patch"


class Absent(Exception):
    """The rig cannot be used here; the message says why."""


def find():
    """Where the rig lies: $SIGNAL_RIG, else beside the checkout."""
    folder = Path(os.environ.get("SIGNAL_RIG") or CHECKOUT.parent / "shared" / "rigs" / "signal")
    if not (folder / "up").is_file():
        raise Absent(f"there is no rig in {folder}; SIGNAL_RIG may name another folder")
    if os.geteuid() != 0:
        raise Absent("the rig makes a network namespace, so it has to be run as root")
    return folder


class Rig:
    """A copy of the rig, with accounts of its own that are new at each start."""

    def __init__(self, source, data):
        self.data = data
        self.copy = Path(tempfile.mkdtemp(prefix="signal-rig-copy-"))
        shutil.copytree(source, self.copy, dirs_exist_ok=True)
        self.keeps_until_acknowledged = self._patch()

    def _patch(self):
        """Applies the patch where it fits; a rig that has changed is used as it is."""
        # In no checkout: git would take the paths from the checkout's root.
        outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(self.copy.parent)}
        return subprocess.run(["git", "apply", str(PATCH)], cwd=self.copy, env=outside, check=False).returncode == 0

    def up(self):
        """Starts it; the first time builds it, which takes some minutes. Returns what `up` prints: socket and accounts."""
        command = [self.copy / "up", "--fresh", "--receive", "manual", "--dir", self.data]
        answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        return json.loads(answer.stdout.splitlines()[-1])

    def down(self):
        """Ends what `up` started. What it built stays for the next time."""
        subprocess.run([self.copy / "down", "--dir", self.data], check=False)
        shutil.rmtree(self.copy, ignore_errors=True)
