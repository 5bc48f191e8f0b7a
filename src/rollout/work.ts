import type { ServiceName } from "../aws/clients.ts";
import { type Generation, targetGroupsOf } from "../domain/generation.ts";
import type { RolloutRecord, Timer } from "../domain/run/rollout.ts";
import { type BoundStrategy, strategyOf } from "../domain/strategy-kinds.ts";
import type { FleetSides } from "../domain/traffic-pairs/fleet-traffic.ts";
import { InvalidInput } from "../errors/errors.ts";
import { readGeneration, writeGeneration } from "../ledger/generations.ts";
import { settlingFleet } from "./ending/settling-fleet.ts";
import { promotedFleet } from "./steering/promoted-fleet.ts";
import type { RunWork } from "../step/work.ts";

/** One step's view of its rollout. */
export interface Work<Service extends ServiceName> extends RunWork<RolloutRecord, Service> {
  readonly strategy: BoundStrategy;
  /** Null for a first generation. */
  readonly blue: Generation | null;
  /** Undefined until LaunchGreen has written it. */
  readonly green: Generation | undefined;
  /** Starts a timer that does not run yet. */
  startTimer(timer: Timer): Promise<void>;
  /**
   * Writes a generation on; `green` and `blue` above stay as they were read. Throws LedgerConflict when somebody else
   * wrote it since: code that its own time limit has outlived must not bring back what is gone.
   */
  writeGeneration(value: Generation): Promise<void>;
}

/** Adds the rollout's generations to the work on it. Throws when the ledger does not have them. */
export async function openWork<S extends ServiceName>(run: RunWork<RolloutRecord, S>): Promise<Work<S>> {
  const { ledger } = run.context;
  const { fleet, blue, green } = run.run();
  const [blueRecord, greenRecord] = await Promise.all([
    blue === null ? undefined : readGeneration(ledger, fleet, blue),
    readGeneration(ledger, fleet, green),
  ]);
  if (blue !== null && blueRecord === undefined)
    throw new InvalidInput(`the ledger has no generation ${blue} of fleet ${fleet}`);
  const revisions = new Map(
    [blueRecord, greenRecord].flatMap((each) => (each ? [[each.generation.number, each.revision]] : [])),
  );
  const { settlement, promotion } = run.run();
  const going = promotion === null ? run.fleet : promotedFleet(run.fleet);
  const declared = settlement?.keep === "green" ? settlingFleet(run.fleet) : going;
  return {
    ...run,
    fleet: declared,
    strategy: strategyOf(declared.traffic, blue === null ? "first" : "next"),
    blue: blueRecord?.generation ?? null,
    green: greenRecord?.generation,
    startTimer: async (timer) => {
      const { timers } = run.run();
      if (timers[timer] === undefined) await run.update({ timers: { ...timers, [timer]: run.now() } });
    },
    writeGeneration: async (value) => {
      const stored = await writeGeneration(ledger, value, revisions.get(value.number) ?? "absent");
      revisions.set(value.number, stored.revision);
    },
  };
}

/** The two groups whose traffic it is about. */
export function sidesOf(work: Work<never>): FleetSides {
  const side = (generation: Generation) => ({
    group: generation.group,
    targetGroups: targetGroupsOf(generation),
  });
  return { blue: work.blue && side(work.blue), green: side(greenOf(work)) };
}

/** Green's generation. Throws when LaunchGreen has not written it. */
export function greenOf(work: Pick<Work<never>, "green" | "run">): Generation {
  if (work.green) return work.green;
  const { fleet, green } = work.run();
  throw new InvalidInput(`the ledger has no generation ${green} of fleet ${fleet}: it was never launched`);
}
