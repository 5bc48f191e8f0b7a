import * as z from "zod";
import { calendarName } from "./calendar.ts";
import type { Windows } from "./opening.ts";
import { parseWindow } from "./parse-window.ts";

/** Written as it is, and known to be readable. */
const windowText = z
  .string()
  .max(100)
  .superRefine((text, context) => {
    const fault = faultOf(text);
    if (fault !== null) context.addIssue({ code: "custom", message: fault });
  });
const list = z.array(windowText).min(1).max(50).optional();

interface Texts {
  readonly allow?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
}

const gates = z
  .enum(["begin", "shift"])
  .optional()
  .describe(
    "What windows and calendar hold. begin: the begin of a run. shift: green's first traffic as well, however long the way there took. Default begin.",
  );

/** When a fleet's runs may begin, and green may get its first traffic. */
export const windowsSettings = z
  .strictObject({
    allow: list.describe(
      "Runs begin only in one of these: weekly, Mon-Thu 09:00-16:00 Europe/Berlin, or dated, 2026-12-20/2027-01-03. Default: at any time that is not denied.",
    ),
    deny: list.describe("Runs never begin in one of these, whatever is allowed."),
    calendar: calendarName
      .optional()
      .describe(
        "Only while this Change Calendar of Systems Manager is open, besides. What cannot be read is closed.",
      ),
    fits: z
      .boolean()
      .default(true)
      .describe(
        "Whether a run begins only where what is left of the window is as long as the fleet's last run took. Default true.",
      ),
    gates,
  })
  .refine(({ allow, deny, calendar }) => (allow ?? deny ?? calendar) !== undefined, {
    error: "must allow or deny something, or name a calendar",
    // Also where something else is wrong: all faults are told at once.
    when: ({ value }) => typeof value === "object" && value !== null && !Array.isArray(value),
  });

/** Windows by what is written: many fleets share theirs, and what is worked out of them is kept with them. */
const known = new Map<string, Windows>();
const MOST_KNOWN = 1000;

/** As they are to be asked: the same object for the same texts. */
export function windowsOf({ allow = [], deny = [] }: Texts): Windows {
  const key = JSON.stringify([allow, deny]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const windows = { allow: allow.map(parseWindow), deny: deny.map(parseWindow) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, windows);
  return windows;
}

function faultOf(text: string): string | null {
  try {
    parseWindow(text);
    return null;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
}
