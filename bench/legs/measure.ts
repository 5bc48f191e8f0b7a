import { registerImage } from "../../rehearsal/account.ts";
import { openFleet, webFleet } from "../../rehearsal/fleet.ts";
import { openRehearsal, type Rehearsal, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { freeze } from "../../src/ledger/freezes.ts";
import type { Run } from "../../src/domain/run/run.ts";
import { retirements } from "../../src/ledger/runs/retirements.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import type { LongRollout } from "./cases.ts";
import { holdHook, TERMINATE_HOOK } from "./terminate-hook.ts";

const SCRIPT = { "sim:boot-seconds": "40", "sim:healthy-seconds": "15", "sim:command-seconds": "1" };
const HOUR_MS = 3_600_000;
/** How often the world is asked how the rollout stands. */
const LOOK_MS = HOUR_MS / 4;

export interface MeasuredLegs {
  readonly name: string;
  readonly outcome: string;
  readonly seconds: number;
  /** What it lasts at least. */
  readonly leastSeconds: number;
  /** Events of each of its executions, in order. */
  readonly events: readonly number[];
  readonly failed: number;
}

/** Carries one long rollout to its end, as fast as the clock goes. */
export async function measureLegs(plan: LongRollout): Promise<MeasuredLegs> {
  // Around the wire: what is measured is how many events it takes, not what a call does.
  const rehearsal = openRehearsal({ seed: 7, direct: true });
  return rehearsal.simulator.drive(carried(plan, rehearsal));
}

async function carried(plan: LongRollout, rehearsal: Rehearsal): Promise<MeasuredLegs> {
  const { simulator, engine, ledger } = rehearsal;
  const blue = { ...SCRIPT, "sim:command-seconds:handoff": String(plan.handoffSeconds ?? 1) };
  const drainSeconds = plan.hook?.drainSeconds ?? 60;
  const group = plan.hook ? TERMINATE_HOOK : {};
  const account = { name: "web", servers: 1, image: blue, checkIntervalSeconds: 10, drainSeconds, group };
  await openFleet(rehearsal, { ...account, loadBalancer: "application" }, (found) => ({
    ...webFleet(found, "web"),
    ...plan.declaration,
  }));
  rehearsal.listening = false;
  const image = await registerImage(simulator, "web-2", SCRIPT);
  await engine.start("rollout", "web-1", { fleet: "web", image, by: "bench" });
  if (plan.freeze) await freezeIn(plan.freeze, rehearsal);
  if (plan.hook) await holdHook(plan.hook, rehearsal);
  while (await isOpen(rehearsal)) {
    await simulator.clock.sleep(LOOK_MS);
    if (engine.running().length === 0) await sweepOnce(rehearsal);
  }
  const rollout = (await rollouts.read(ledger, "web", "web-1"))?.run;
  const [retirement] = await retirements.list(ledger, "web");
  return measured(plan, plan.hook ? retirement?.run : rollout, rehearsal);
}

/** What the run that lasts so long came to, and what its executions and those beside it had to keep. */
function measured(plan: LongRollout, run: Run | undefined, { ended }: Rehearsal): MeasuredLegs {
  return {
    name: plan.name,
    outcome: run?.outcome ?? "never begun",
    seconds: ((run?.endedAt ?? 0) - (run?.startedAt ?? 0)) / 1000,
    leastSeconds: plan.seconds,
    events: ended.map(({ result }) => result?.events ?? 0),
    failed: ended.filter(({ status }) => status !== "SUCCEEDED").length,
  };
}

const retirementOf = async ({ ledger }: Rehearsal) => (await retirements.open(ledger, "web"))?.run;

/** Whether an execution runs, or a run is open that the next sweep carries on. */
const isOpen = async (rehearsal: Rehearsal): Promise<boolean> =>
  rehearsal.engine.running().length > 0 || (await retirementOf(rehearsal)) !== undefined;

async function freezeIn(
  { phase, seconds }: NonNullable<LongRollout["freeze"]>,
  { simulator, engine, ledger }: Rehearsal,
): Promise<void> {
  const { clock } = simulator;
  const phaseNow = async () => (await rollouts.read(ledger, "web", "web-1"))?.run.phase;
  while (engine.running().length > 0 && (await phaseNow()) !== phase) await clock.sleep(LOOK_MS);
  await clock.sleep(HOUR_MS);
  const since = clock.now();
  const until = since + seconds * 1000;
  await freeze(ledger, { fleet: "web", reason: "the season", by: "bench", since, until });
}
