import type { FleetDeclaration } from "../../src/domain/declaration/fleet.ts";
import type { Phase } from "../../src/domain/run/rollout.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A rollout that lasts longer than one execution's history does. */
export interface LongRollout {
  readonly name: string;
  readonly declaration: Partial<Pick<FleetDeclaration, "bake" | "retire" | "deadlines">>;
  /** How long blue's servers take to hand off. */
  readonly handoffSeconds?: number;
  /** A freeze that begins an hour after the phase did. */
  readonly freeze?: { readonly phase: Phase; readonly seconds: number };
  /** Blue's server holds its terminate hook for so long, after so long a drain: what is carried that long is the retirement. */
  readonly hook?: { readonly seconds: number; readonly drainSeconds: number };
  /** What it lasts at least. */
  readonly seconds: number;
}

const handoff = { command: "/opt/handoff", timeout: "13h", onMissing: "retain" as const };

export const cases: readonly LongRollout[] = [
  { name: "bake 3 d", declaration: { bake: "3d" }, seconds: 3 * DAY },
  { name: "warm 7 d", declaration: { retire: { drain: "60s", warm: "7d" } }, seconds: 7 * DAY },
  {
    name: "handoff 12 h",
    declaration: { retire: { drain: "60s", handoff }, deadlines: { rollout: "1d" } },
    handoffSeconds: 12 * HOUR,
    seconds: 12 * HOUR,
  },
  {
    // The most that a group lets its hooks hold a server (aws-facts 1.3), and a target group drain one.
    name: "a hook of 48 h after a drain of 1 h",
    declaration: { retire: { drain: "60s" }, deadlines: { rollout: "3d" } },
    hook: { seconds: 48 * HOUR, drainSeconds: HOUR },
    seconds: 48 * HOUR,
  },
  {
    name: "a freeze of 46 h in warm",
    declaration: { retire: { drain: "60s", warm: "2h" } },
    freeze: { phase: "RetireBlue", seconds: 46 * HOUR },
    seconds: 46 * HOUR,
  },
  {
    name: "bake 7 d, warm 7 d, a freeze of 14 d",
    declaration: { bake: "7d", retire: { drain: "60s", warm: "7d" } },
    freeze: { phase: "RetireBlue", seconds: 14 * DAY },
    seconds: 21 * DAY,
  },
];
