import type { Run } from "../run/run.ts";

/** How a run's wait for a freeze begins: for the fleet's own, and for the one of every fleet, which another command lifts. */
const BEGINS = { fleet: "frozen: ", account: "frozen with every fleet: " } as const;
type FreezeScope = keyof typeof BEGINS;

/** What a run waits for that a freeze holds. */
export const frozenReason = (reason: string, scope: FreezeScope): string => `${BEGINS[scope]}${reason}`;

/** Whose freeze a run waits for, or has waited for last; null: for none. */
export function frozenScope(waiting: Pick<NonNullable<Run["waiting"]>, "reason"> | null): FreezeScope | null {
  const scopes = ["fleet", "account"] as const;
  return scopes.find((each) => waiting?.reason.startsWith(BEGINS[each])) ?? null;
}
