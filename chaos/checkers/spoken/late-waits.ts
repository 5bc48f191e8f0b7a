import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { openRollouts } from "../../world/ledger-view.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { ToSay } from "./to-say.ts";

const GRACE_MS = 600_000;
/** A lifecycle hook holds a server that goes for 48 hours at most. */
const HOOK_MS = 172_800_000;

interface Waiting {
  readonly phase: string;
  readonly since: number;
}

/** Keeps since when each open rollout has waited in one go for what nobody declared, by the world's clock. */
export function openLateWaits() {
  const waits = new Map<string, Waiting>();
  return {
    toSay: ({ view, world }: CheckerInput): readonly ToSay[] => {
      const now = world.now();
      const open = openRollouts(view);
      for (const id of waits.keys()) if (open.every((run) => run.id !== id)) waits.delete(id);
      return open.flatMap((run) => {
        const known = waits.get(run.id);
        if (run.waiting === null || run.waiting.isDeclared) {
          waits.delete(run.id);
          return [];
        }
        const wait = known?.phase === run.phase ? known : { phase: run.phase, since: now };
        waits.set(run.id, wait);
        return now - wait.since <= expectedMs(run) + GRACE_MS ? [] : [lateWait(run, wait)];
      });
    },
  };
}

const lateWait = ({ id, phase }: RolloutRecord, { since }: Waiting): ToSay => ({
  key: `${id} waits in ${phase} since ${since}`,
  what: `${id} waits in ${phase} since ${since}, longer than is to be expected`,
  by: "sweep",
  isSaid: ({ kind, words, at }) => kind === "run-late" && words.includes(id) && at >= since,
});

/** What a wait may take in this phase, by the declaration. */
function expectedMs({ phase, declaration, milestones }: RolloutRecord): number {
  const { deadlines, retire } = declaration ?? {};
  if (milestones["blue-released"] !== undefined) return HOOK_MS;
  if (phase === "LaunchGreen" || phase === "ObserveGreen") return msOf(deadlines?.launch ?? "20m");
  if (phase === "ValidateGreen") return msOf(deadlines?.validate ?? "15m");
  return phase === "RetireBlue" ? msOf(retire?.handoff?.timeout ?? "0s") : 0;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const msOf = (text: string): number => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0) * 1000;
