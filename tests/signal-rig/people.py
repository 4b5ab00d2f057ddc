"""People who use Signal: accounts of the rig's signal-cli, over its JSON-RPC."""

import itertools
import json
import queue
import socket
import threading
import time
from dataclasses import dataclass

PATIENCE = 60  # seconds of real time before an answer counts as missing


class SignalCli:
    """signal-cli's unix socket: one JSON text a line, in both directions."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(path)
        self._writing = threading.Lock()
        self._answers = {}
        self._ids = itertools.count(1)
        self.people = {}
        threading.Thread(target=self._read, daemon=True).start()

    def call(self, method, **params):
        number, answer = next(self._ids), queue.Queue()
        self._answers[number] = answer
        request = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
        with self._writing:
            self._socket.sendall((json.dumps(request) + "\n").encode())
        reply = answer.get(timeout=PATIENCE)
        if "error" in reply:
            raise RuntimeError(f"{method} failed: {reply['error']}")
        return reply["result"]

    def _read(self):
        for line in self._socket.makefile("r", encoding="utf-8"):
            message = json.loads(line)
            if "id" in message:
                self._answers.pop(message["id"]).put(message)
            else:
                result = message["params"]["result"]  # a subscription's
                self.people[result["account"]].receive(result["envelope"])


@dataclass(frozen=True)
class Seen:
    """Something that a person saw."""

    sender: str  # ACI
    timestamp: int  # the network's name for a message, in the sender's milliseconds
    group: str | None  # None: in private
    text: str | None = None
    edit_of: int | None = None
    quotes: int | None = None
    reaction: str | None = None
    reacts_to: int | None = None


class Person:
    """Somebody with an account, and all that they have seen so far."""

    def __init__(self, cli, account, bot):
        self.number, self.aci, self._cli, self._bot = account["number"], account["aci"], cli, bot
        self.seen = []
        self._news = threading.Condition()
        cli.people[self.number] = self
        self._subscription = cli.call("subscribeReceive", account=self.number)

    def receive(self, envelope):
        edit = envelope.get("editMessage") or {}
        data = edit.get("dataMessage") or envelope.get("dataMessage") or {}
        group = data.get("groupInfo") or {}
        reaction = data.get("reaction") or {}
        if group.get("type") == "UPDATE" or not (data.get("message") or reaction):
            return
        seen = Seen(
            sender=envelope["sourceUuid"],
            timestamp=data["timestamp"],
            group=group.get("groupId"),
            text=data.get("message"),
            edit_of=edit.get("targetSentTimestamp"),
            quotes=(data.get("quote") or {}).get("id"),
            reaction=reaction.get("emoji"),
            reacts_to=reaction.get("targetSentTimestamp"),
        )
        with self._news:
            self.seen.append(seen)
            self._news.notify_all()

    def leave(self):
        """Looks no more: what comes from now on waits for somebody else with this account."""
        self._cli.call("unsubscribeReceive", subscription=self._subscription)

    def groups(self):
        return {group["id"] for group in self._cli.call("listGroups", account=self.number) if group["isMember"]}

    # What a person does; each returns the timestamp, which is the network's name for it.

    def write(self, text, group=None, quote=None, edit_of=None):
        where = {"groupId": group} if group else {"recipient": [self._bot["aci"]]}
        quoting = {"quoteTimestamp": quote.timestamp, "quoteAuthor": quote.sender} if quote else {}
        if quote:
            quoting["quoteMessage"] = quote.text or ""
        editing = {"editTimestamp": edit_of} if edit_of else {}
        return self._cli.call("send", account=self.number, message=text, **where, **quoting, **editing)["timestamp"]

    def react(self, to, emoji, group, remove=False):
        self._cli.call(
            "sendReaction",
            account=self.number,
            groupId=group,
            emoji=emoji,
            targetAuthor=to.sender,
            targetTimestamp=to.timestamp,
            remove=remove,
        )

    # What a person sees.

    def from_bot(self, since=0):
        return [seen for seen in self.seen[since:] if seen.sender == self._bot["aci"]]

    def wait_for(self, fits, since=0, count=1, patience=PATIENCE):
        """What came from the bot and fits, once there are so many; fewer where that takes too long."""
        end = time.monotonic() + patience
        with self._news:
            while True:
                found = [seen for seen in self.from_bot(since) if fits(seen)]
                left = end - time.monotonic()
                if len(found) >= count or left <= 0:
                    return found
                self._news.wait(left)

    def ask(self, text, group=None, quote=None):
        """Writes, and gives the text that the bot answers with in the same place; empty where none comes."""
        since = len(self.seen)
        sent = self.write(text, group, quote)
        answers = self.wait_for(
            lambda seen: seen.text and seen.group == group and (group is None or seen.quotes == sent), since
        )
        return answers[0].text if answers else ""
