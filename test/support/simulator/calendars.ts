/** The text of a Change Calendar, with events from and to an instant, or a time on a zone's clock (`20261120T100000`, zone). */
export function calendarText(
  type: "DEFAULT_OPEN" | "DEFAULT_CLOSED",
  events: readonly {
    readonly from: string;
    readonly to: string;
    readonly zone?: string;
    readonly more?: string;
  }[],
): string {
  const time = (name: string, text: string, zone: string | undefined): string =>
    zone === undefined
      ? `${name}:${text.replaceAll(/[-:]|\.\d+/g, "")}`
      : `${name};TZID=${zone}:${text.replaceAll(/[-:]/g, "")}`;
  return [
    "BEGIN:VCALENDAR",
    "PRODID:-//AWS//Change Calendar 1.0//EN",
    "VERSION:2.0",
    `X-CALENDAR-TYPE:${type}`,
    ...events.flatMap(({ from, to, zone, more }, index) => [
      "BEGIN:VEVENT",
      `UID:${index}`,
      time("DTSTART", from, zone),
      time("DTEND", to, zone),
      ...(more === undefined ? [] : [more]),
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ].join("\r\n");
}
