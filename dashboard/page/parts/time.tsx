import { useEffect, useState } from "preact/hooks";
import { serverNow } from "../line/clock.ts";
import { currentSettings, useSettings } from "../settings.ts";

const HOUR_MS = 3_600_000;

/** Draws the caller again each second while somebody looks. */
export function useTick(): number {
  const [now, tick] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && tick(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** `14 s`, `41 min`, `3 h 10 min`, `9 d` */
export function lengthWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}

const zoneOf = (): string | undefined => (currentSettings().zone === "UTC" ? "UTC" : undefined);

const formats = new Map<string, Intl.DateTimeFormat>();
function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zone = zoneOf();
  const key = JSON.stringify([zone, options]);
  const known =
    formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { ...options, ...(zone && { timeZone: zone }) });
  formats.set(key, known);
  return known;
}

/** `10:22:01`, in the zone that was chosen. */
export const clockWords = (at: number): string =>
  format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);

/** `Mon 23 Nov, 09:00` */
export const dayWords = (at: number): string =>
  format({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(at);

/** `CET` */
export const zoneName = (): string =>
  format({ timeZoneName: "short" })
    .formatToParts(serverNow())
    .find(({ type }) => type === "timeZoneName")?.value ?? "UTC";

/** An instant: beside now as a length, else with its day; the whole in UTC beside it. */
export function Time({ at, relative = true }: { readonly at: number; readonly relative?: boolean }) {
  useSettings();
  const now = serverNow();
  const away = at - now;
  const isNear = relative && Math.abs(away) < HOUR_MS;
  const words = isNear ? (away > 0 ? `in ${lengthWords(away)}` : `${lengthWords(-away)} ago`) : dayWords(at);
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={`${dayWords(at)} ${zoneName()} · ${iso}`}>
      {words}
    </time>
  );
}

/** When something ends at the latest; once that is past, what comes is at hand. */
export function Ends({ at }: { readonly at: number }) {
  return useTick() >= at ? <span>at the next look</span> : <Time at={at} />;
}

/** The same, counted on while somebody looks. */
export function Ticking({ at }: { readonly at: number }) {
  useTick();
  return <Time at={at} />;
}
