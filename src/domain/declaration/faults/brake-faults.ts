import * as z from "zod";
import { UNSTOPPED } from "../../brakes/budget.ts";
import { isClosedBy, isClosedForever, LEAST_OPEN_MS } from "../../brakes/never-opens.ts";
import { parseWindow, type Window } from "../../brakes/parse-window.ts";
import { formatDuration } from "../../duration.ts";
import type { Fault } from "../declaration-faults.ts";

const texts = z.array(z.string().nullable().catch(null)).optional().catch([]);
/** Each part by itself: what else is wrong is told beside it. */
const parts = {
  windows: z.object({ windows: z.object({ allow: texts, deny: texts }) }),
  reasons: z.object({ budget: z.object({ perReason: z.record(z.string(), z.unknown()) }) }),
};

/**
 * Windows that never open and limits that limit nothing. Not in the schema: what was declared before is still carried out, which
 * is to begin nothing.
 */
export function brakeFaults(declaration: unknown): Fault[] {
  const windows = parts.windows.safeParse(declaration).data?.windows;
  const reasons = parts.reasons.safeParse(declaration).data?.budget.perReason;
  return [
    ...(windows === undefined ? [] : windowFaults(windows)),
    ...(reasons === undefined ? [] : reasonFaults(reasons)),
  ];
}

function windowFaults({ allow, deny = [] }: z.infer<typeof parts.windows>["windows"]): Fault[] {
  const denied = deny.map(read);
  const closing = denied.flatMap((each) => each ?? []);
  if (allow === undefined) {
    const problem = "denies each whole week, so that nothing could ever begin";
    const fault = { path: ["windows", "deny"], atKey: true, problem, wayOut: "deny less" };
    return isClosedForever(closing) ? [fault] : [];
  }
  return allow.flatMap((text, index) => {
    const window = read(text);
    const problem = window && neverOpens(window, denied);
    if (problem === null || text === null) return [];
    return [{ path: ["windows", "allow", index], atKey: false, value: text, ...problem }];
  });
}

/** What is wrong with it, if it is never open for long enough. */
function neverOpens(
  window: Window,
  denied: readonly (Window | null)[],
): Pick<Fault, "problem" | "wayOut"> | null {
  const least = formatDuration(LEAST_OPEN_MS / 1000);
  if (isClosedBy(window, [])) {
    const problem = `is open for less than ${least}: who decides looks every 5m, and might never see it open`;
    return { problem, wayOut: `let it last for ${least} at least` };
  }
  const closing = denied.flatMap((each) => each ?? []);
  if (!isClosedBy(window, closing)) return null;
  const alone = denied.findIndex((each) => each !== null && isClosedBy(window, [each]));
  const by = alone === -1 ? "windows.deny" : `windows.deny[${alone}]`;
  const problem = `never opens for as long as ${least}: ${by} denies it, so that nothing could ever begin in it`;
  return { problem, wayOut: "deny less, or allow another time" };
}

/** Null: it cannot be read, which the schema says. */
function read(text: string | null): Window | null {
  try {
    return text === null ? null : parseWindow(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

function reasonFaults(perReason: Readonly<Record<string, unknown>>): Fault[] {
  const path = ["budget", "perReason"];
  const reasons = Object.keys(perReason);
  if (reasons.length === 0)
    return [
      { path, atKey: true, problem: "limits no reason", wayOut: "name one, such as age: 1, or remove it" },
    ];
  const unstopped: readonly string[] = UNSTOPPED;
  return reasons
    .filter((reason) => unstopped.includes(reason))
    .map((reason) => ({
      path: [...path, reason],
      atKey: true,
      problem: `limits nothing: runs for ${reason} count, and no budget stops them`,
      wayOut: "remove it",
    }));
}
