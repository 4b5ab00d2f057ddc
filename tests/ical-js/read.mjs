// A calendar made of ical.js: takes files in their order (a JSON array of texts on standard input) and prints what stands in
// it afterwards. Zones are known from the files alone.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const entries = new Map();

for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const file = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of file.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const isCancel = file.getFirstPropertyValue("method") === "CANCEL";
  const events = file.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
  for (const event of events.filter((each) => !each.isRecurrenceException())) {
    for (const exception of events)
      if (exception.isRecurrenceException() && exception.uid === event.uid) event.relateException(exception);
    const known = entries.get(event.uid);
    if (known && known.sequence > event.sequence) continue;
    entries.set(event.uid, {
      uid: event.uid,
      sequence: event.sequence,
      isCancelled: isCancel && event.component.getFirstPropertyValue("status") === "CANCELLED",
      title: event.summary,
      place: event.location ?? null,
      description: event.description ?? null,
      link: event.component.getFirstPropertyValue("url") ?? null,
      hasEnd: event.component.hasProperty("dtend"),
      times: times(event),
    });
  }
}

// Each time that it comes, as seconds since 1970 and the title of that time.
function times(event) {
  if (!event.isRecurring()) return [`${event.startDate.toUnixTime()} ${event.summary}`];
  const found = [];
  const each = event.iterator();
  for (let next = each.next(); next && found.length < 500; next = each.next()) {
    const { startDate, item } = event.getOccurrenceDetails(next);
    found.push(`${startDate.toUnixTime()} ${item.summary}`);
  }
  return found.sort();
}

console.log(JSON.stringify([...entries.values()]));
