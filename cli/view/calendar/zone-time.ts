/** Instants on the clock of one zone, as a calendar writes them. */
export interface ZoneTime {
  /** `Tue 12-01 09:00` */
  readonly instant: (at: number) => string;
  /** `Tue 2026-12-01 09:00` */
  readonly whole: (at: number) => string;
  /** `09:00` */
  readonly clock: (at: number) => string;
}

export function zoneTime(zone: string): ZoneTime {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = (at: number): Readonly<Record<string, string>> =>
    Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const clock = (at: number): string => {
    const { hour, minute } = parts(at);
    return `${hour}:${minute}`;
  };
  const day = (at: number): string => {
    const { month, day: of } = parts(at);
    return `${month}-${of}`;
  };
  const named = (at: number): string => parts(at)["weekday"] ?? "";
  return {
    clock,
    instant: (at) => `${named(at)} ${day(at)} ${clock(at)}`,
    whole: (at) => `${named(at)} ${parts(at)["year"]}-${day(at)} ${clock(at)}`,
  };
}
