import * as z from "zod";
import { openingFrom, type Windows } from "./opening.ts";
import { parseWindow, type Window } from "./parse-window.ts";

/** From here on each week is like the next. */
const SOME_MONDAY = Date.UTC(2026, 0, 5);

/** Written as it is, and known to be readable. */
const windowText = z
  .string()
  .max(100)
  .superRefine((text, context) => {
    const { fault } = readWindow(text);
    if (fault !== null) context.addIssue({ code: "custom", message: fault });
  });
const list = z.array(windowText).min(1).max(50).optional();

interface Texts {
  readonly allow?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
}

/** When a fleet's runs may begin. */
export const windowsSettings = z
  .strictObject({
    /** Only in one of these. None: at any time that is not denied. */
    allow: list,
    /** Never in one of these, whatever is allowed. */
    deny: list,
    /** Whether a run begins only where what is left of the window is as long as the fleet's last run took. */
    fits: z.boolean().default(true),
  })
  .refine(({ allow, deny }) => allow !== undefined || deny !== undefined, "must allow or deny something")
  .refine(({ allow, deny }) => opensInAWeek({ allow, deny }), {
    path: ["deny"],
    error: "denies all that is allowed in a week, so that nothing could ever begin; deny less, or allow more",
  });
/** As they are to be asked. */
export const windowsOf = ({ allow = [], deny = [] }: Texts): Windows => ({
  allow: allow.map(parseWindow),
  deny: deny.map(parseWindow),
});

/** Dated ones pass by: what each week allows must not be what each week denies. */
function opensInAWeek({ allow = [], deny = [] }: Texts): boolean {
  const read = allow.flatMap((text) => readWindow(text).window ?? []);
  const weekly = (windows: readonly Window[]): Window[] => windows.filter(({ kind }) => kind === "weekly");
  // Nothing is allowed in particular, or only dates, or not all can be read, which is said.
  if (allow.length > 0 && weekly(read).length < allow.length) return true;
  const denied = deny.flatMap((text) => readWindow(text).window ?? []);
  return openingFrom({ allow: read, deny: weekly(denied) }, SOME_MONDAY) !== null;
}

function readWindow(text: string): { readonly window: Window | null; readonly fault: string | null } {
  try {
    return { window: parseWindow(text), fault: null };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { window: null, fault: error.message };
  }
}
