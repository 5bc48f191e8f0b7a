import * as z from "zod";
import { percent } from "../percent.ts";
import { type Reason, reasons } from "../run/cause.ts";

/** Servers, or a share of the fleet's, that are in recycle at once. */
const atOnce = z.union(
  [
    z
      .int()
      .min(1)
      .max(10_000)
      .transform((servers) => ({ servers })),
    percent(1).transform((share) => ({ percent: share })),
  ],
  { error: "must be a number of servers from 1 on, or a share of them such as 10%" },
);

const perDay = z.int().min(1).max(100);

/** How many runs of a fleet may begin within 24 hours, whichever 24. */
export const budgetSettings = z
  .strictObject({
    perDay: perDay
      .optional()
      .describe(
        "Runs for whatever reason. Those that access, health or a person asked for count, and are never stopped.",
      ),
    perReason: z.partialRecord(z.enum(reasons), perDay).optional().describe("Of these, runs for one reason."),
    atOnce: atOnce
      .optional()
      .describe(
        "How many servers are replaced at once where recycle is declared, as a number or a share, which is rounded down. Default 1.",
      ),
  })
  .refine(({ perDay: most, perReason, atOnce: servers }) => (most ?? perReason ?? servers) !== undefined, {
    error: "must say perDay, perReason or atOnce",
    // Also where something else is wrong: all faults are told at once.
    when: ({ value }) => typeof value === "object" && value !== null && !Array.isArray(value),
  });
export type BudgetSettings = z.infer<typeof budgetSettings>;

/** A run that was begun. */
export interface Begun {
  readonly run: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly reason: Reason;
}

export const DAY_MS = 86_400_000;

/** Never stopped by a budget. */
export const UNSTOPPED: readonly Reason[] = ["access", "health", "operator"];

/** What of the budget is used up for a run of this reason, and until when; null: one may begin. */
export function usedUp(
  { perDay: most, perReason }: BudgetSettings,
  begun: readonly Begun[],
  { reason, now }: { readonly reason: Reason; readonly now: number },
): { readonly said: string; readonly until: number } | null {
  if (UNSTOPPED.includes(reason)) return null;
  // By another clock one may have been begun later than now: it is a day from now at most until it does not count.
  const lately = begun
    .map((each) => ({ ...each, at: Math.min(each.at, now) }))
    .filter(({ at }) => now - at < DAY_MS)
    .sort((a, b) => a.at - b.at);
  const ofReason = lately.filter((each) => each.reason === reason);
  const found = [
    over(lately, most, "a day"),
    over(ofReason, perReason?.[reason], `a day for ${reason}`),
  ].flatMap((each) => each ?? []);
  return found.sort((a, b) => b.until - a.until)[0] ?? null;
}

/** The oldest that has to be a day ago before one more may begin. */
function over(begun: readonly Begun[], most: number | undefined, what: string) {
  if (most === undefined || begun.length < most) return null;
  const oldest = begun[begun.length - most];
  return oldest && { said: `${begun.length} of ${most} runs ${what} have begun`, until: oldest.at + DAY_MS };
}
