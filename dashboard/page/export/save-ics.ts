import type { CalendarModel } from "../../wire/models.ts";
import { serverNow } from "../line/clock.ts";

/** Saves what is expected as a calendar that others can take in (RFC 5545). */
export function saveIcs(model: CalendarModel): void {
  const stamp = icsTime(serverNow());
  const events = model.fleets.flatMap(({ id, runs }) =>
    runs.flatMap(({ at, seconds, what, servers }) => [
      "BEGIN:VEVENT",
      `UID:${id}-${at}@moult`,
      `DTSTAMP:${stamp}`,
      `DTSTART:${icsTime(at)}`,
      `DTEND:${icsTime(at + seconds * 1000)}`,
      `SUMMARY:${escaped(`${id}: ${servers ?? "all"} servers are replaced`)}`,
      `DESCRIPTION:${escaped(what)}`,
      "END:VEVENT",
    ]),
  );
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//moult//dashboard//EN",
    ...events,
    "END:VCALENDAR",
  ];
  const url = URL.createObjectURL(new Blob([lines.map(folded).join("")], { type: "text/calendar" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "moult.ics";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const icsTime = (at: number): string => `${new Date(at).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z`;

const escaped = (text: string): string => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** A line has 75 octets at most; what is longer goes on behind a blank. */
const folded = (line: string): string => `${line.match(/.{1,60}/gu)?.join("\r\n ") ?? ""}\r\n`;
