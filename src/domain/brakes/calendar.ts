import * as z from "zod";
import { formatInstant } from "../format-instant.ts";

/** How AWS names a document: by its name, or by the ARN of one that another account shares with this one. */
const NAME = /^(?:[\w.-]{3,128}|arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:document\/[\w.-]{3,128})$/;

export const calendarName = z
  .string()
  .regex(
    NAME,
    "must be the name of a Change Calendar of this account, or the ARN of one that is shared with it",
  );

/** What AWS said of a Change Calendar. Instants are milliseconds since 1970. */
export const calendarReading = z.strictObject({
  state: z.enum(["OPEN", "CLOSED", "unreadable"]),
  /** Why it could not be read. */
  reason: z.string().nullable(),
  /** When its state changes next; null: AWS named none. */
  nextAt: z.number().nullable(),
  readAt: z.number(),
  /** Of one that could not be read: it is over by itself, and nobody's to mend. */
  passes: z.boolean().default(false),
});
export type CalendarReading = Readonly<z.infer<typeof calendarReading>>;

/** The Change Calendar that a fleet's declaration names. */
export interface Calendar {
  readonly name: string;
  /** Null: nobody has read it yet. */
  readonly reading: CalendarReading | null;
}

/** Whoever edits a calendar tells nobody: three sweeps later what was read says nothing any more. */
const LASTS_MS = 900_000;

type CalendarNow =
  | { readonly isOpen: true; readonly until: number | null }
  | {
      readonly isOpen: false;
      readonly isUnread: boolean;
      readonly reason: string;
      readonly opensAt: number | null;
    };

/** Whether it is open, by what was read of it last. What cannot be read is closed. */
export function calendarNow({ name, reading }: Calendar, now: number): CalendarNow {
  const closed = (reason: string, isUnread = true, opensAt: number | null = null): CalendarNow => ({
    isOpen: false,
    isUnread,
    reason: `change calendar ${name} ${reason}`,
    opensAt,
  });
  if (reading === null) return closed("has not been read yet, and counts as closed: the next sweep reads it");
  const { state, reason, nextAt, readAt } = reading;
  if (state === "unreadable") return closed(`cannot be read, and counts as closed: ${reason}`);
  if (now - readAt > LASTS_MS)
    return closed(`was read last at ${formatInstant(readAt)}, and counts as closed: the next sweep reads it`);
  if (nextAt !== null && nextAt <= now) {
    const changed = state === "OPEN" ? "was open until" : "was closed until";
    return closed(`${changed} ${formatInstant(nextAt)}: the next sweep reads it again`, false);
  }
  if (state === "OPEN") return { isOpen: true, until: nextAt };
  const until = nextAt === null ? "and names no time at which it opens" : `until ${formatInstant(nextAt)}`;
  return closed(`is closed ${until}`, false, nextAt);
}
