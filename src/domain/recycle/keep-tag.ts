import { formatInstant } from "../format-instant.ts";

/** The tag of a server that a person wants left alone for a while. */
export const KEEP_TAG = "moult:keep";

/** What such a tag says. Instants are milliseconds since 1970. */
type Keep =
  /** No such tag, or one whose time is over: the server is as any other. */
  | { readonly is: "none" | "over" }
  | { readonly is: "kept"; readonly until: number; readonly reason: string }
  /** Somebody wants it left alone and does not say why, or until when: it is, and that is told until it is mended. */
  | { readonly is: "fault"; readonly fault: string };

const FORM = "until=2026-12-24 reason=why";
/** A date, or an instant of UTC. A tag's value may have these signs, spaces and few others. */
const UNTIL = /(?:^|\s)until=(\S*)/;
const REASON = /(?:^|\s)reason=(.*?)(?=\suntil=|$)/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/;
const DAY_MS = 86_400_000;

/**
 * What the tag's value says: `until=2026-12-24 reason=heap dump for ticket 812`, in either order. A date counts to its end,
 * in UTC; `until=2026-12-24T18:00Z` is an instant. Never a guess: what cannot be read is a fault with its way out, and keeps
 * the server, as one that was ended does not come back.
 */
export function readKeep(value: string | undefined, now: number): Keep {
  if (value === undefined) return { is: "none" };
  const [until, reason] = [UNTIL.exec(value)?.[1] ?? "", REASON.exec(value)?.[1]?.trim() ?? ""];
  const at = endOf(until);
  const faults = [
    ...(until === ""
      ? ["no until"]
      : at === null
        ? [`until=${until}, which is no date or instant of UTC`]
        : []),
    ...(reason === "" ? ["no reason"] : []),
  ];
  if (at === null || faults.length > 0) return { is: "fault", fault: faultOf(value, faults) };
  return now < at ? { is: "kept", until: at, reason } : { is: "over" };
}

/** Why a server is left alone, in words; null: it is not. */
export function keepReason(keep: Keep): string | null {
  if (keep.is === "kept") return `is kept until ${formatInstant(keep.until)}: ${keep.reason}`;
  return keep.is === "fault" ? keep.fault : null;
}

const faultOf = (value: string, faults: readonly string[]): string =>
  `has the tag ${KEEP_TAG}=${JSON.stringify(value)} with ${faults.join(" and ")}: it is left alone until the tag is mended (${FORM}) or taken off`;

function endOf(text: string): number | null {
  const isDate = DATE.test(text);
  if (!isDate && !INSTANT.test(text)) return null;
  const at = Date.parse(text);
  // JavaScript takes the 31st of a month of 30 days for the 1st of the next.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(text.slice(0, 10))) return null;
  return isDate ? at + DAY_MS : at;
}
