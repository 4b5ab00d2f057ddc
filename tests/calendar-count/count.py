#!/usr/bin/env python3
"""Counts the meetings of a recorded calendar from the raw file, to be compared with `calendar check --json`.

It shares nothing with the bot and is much simpler: it knows the habits of the recorded files (docs/calendars.md, "What the
count counts") and no others. Python's standard library only. Prints {"read", "kept", "cancelled", "timeUnknown"}.
"""

import json
import re
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

CLEAR_TIME = re.compile(r"^\d{1,2}:\d{2} [AP]M$")
CANCELLED = re.compile(r"\bcancell?ed\b", re.IGNORECASE)


def tally(read, meetings):
    """meetings: (what makes it the same meeting as another, cancelled?, has a clear time?), one for each that has a date."""
    kept = {}
    for same, cancelled, timed in meetings:
        kept.setdefault((same, cancelled), timed)
    return {
        "read": read,
        "kept": len(kept),
        "cancelled": sum(cancelled for _, cancelled in kept),
        "timeUnknown": sum(not timed for timed in kept.values()),
    }


def legistar(rows):
    for row in rows:
        time = row["EventTime"] or ""
        timed = bool(CLEAR_TIME.match(time))
        off = row["EventAgendaStatusName"] in ("Canceled", "Cancelled", "Deferred", "Postponed") or any(
            CANCELLED.search(row.get(field) or "") for field in ("EventBodyName", "EventTime", "EventLocation", "EventComment")
        )
        yield (row["EventBodyName"].strip(), row["EventDate"][:10], time, timed or row["EventLocation"]), off, timed


def legistar_web(rows):
    for row in rows:
        label = lambda cell: cell.get("label", "") if isinstance(cell, dict) else cell
        time = row["Meeting Time"].strip()
        timed = bool(CLEAR_TIME.match(time))
        off = (
            bool(CANCELLED.search(time) or CANCELLED.search(row["Meeting Location"]))
            or label(row["Agenda"]) == "Cancellation Notice"
        )
        yield (label(row["Name"]).strip(), row["Meeting Date"], time if timed else row["Meeting Location"]), off, timed


def elms(rows):
    for row in rows:
        off = row["status"] == "Cancelled" or bool(CANCELLED.search(row["comment"] or ""))
        yield (row["body"].strip(), row["date"]), off, True


def ics_events(text):
    lines = re.sub(r"\r?\n[ \t]", "", text).replace("\r", "").split("\n")
    event = None
    for line in lines:
        if line == "BEGIN:VEVENT":
            event = []
        elif line == "END:VEVENT":
            yield event
            event = None
        elif event is not None and ":" in line:
            head, value = line.split(":", 1)
            name, *parameters = head.split(";")
            event.append((name, dict(p.split("=", 1) for p in parameters), value))


def ics_date(value):
    for pattern in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S", "%Y%m%d"):
        try:
            return datetime.strptime(value, pattern)
        except ValueError:
            pass
    return None


def weekly(start, zone, rule):
    """Every recorded series is FREQ=WEEKLY with BYDAY and an UNTIL in UTC."""
    parts = dict(part.split("=") for part in rule.split(";"))
    if parts.pop("FREQ") != "WEEKLY" or set(parts) != {"BYDAY", "UNTIL"}:
        sys.exit(f"not a series that the recorded files have: {rule}")
    days = [["MO", "TU", "WE", "TH", "FR", "SA", "SU"].index(day) for day in parts["BYDAY"].split(",")]
    until = ics_date(parts["UNTIL"]).replace(tzinfo=timezone.utc)
    while start.replace(tzinfo=zone) <= until:
        if start.weekday() in days:
            yield start
        start += timedelta(days=1)


def ics(events):
    for number, event in enumerate(events):
        first = next(((parameters, value) for name, parameters, value in event if name == "DTSTART"), None)
        title = next((value for name, _, value in event if name == "SUMMARY"), None)
        start = ics_date(first[1]) if first else None
        if start is None or title is None:
            continue
        starts = [start]
        for name, _, value in event:
            if name == "RRULE":
                starts = list(weekly(start, ZoneInfo(first[0]["TZID"]), value))
        left_out = {ics_date(v) for name, _, value in event if name == "EXDATE" for v in value.split(",")}
        starts = [s for s in starts if s not in left_out]
        starts += [ics_date(v.split("/")[0]) for name, _, value in event if name == "RDATE" for v in value.split(",")]
        off = any(name == "STATUS" and value == "CANCELLED" for name, _, value in event) or bool(CANCELLED.search(title))
        for s in starts:
            yield (title, number, s), off, "T" in first[1]


def main(path):
    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    if path.endswith(".ics"):
        events = list(ics_events(text))
        return tally(len(events), ics(events))
    answer = json.loads(text)
    rows = answer["data"] if isinstance(answer, dict) else answer
    kind = elms if "meetingId" in rows[0] else legistar_web if "Meeting Date" in rows[0] else legistar
    return tally(len(rows), kind(rows))


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
