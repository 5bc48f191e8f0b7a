import type { ServiceName } from "../aws/clients.ts";
import type { Fleet } from "../domain/declaration/fleet.ts";
import type { Generation } from "../domain/generation.ts";
import type { Phase, RolloutRecord } from "../domain/run/rollout.ts";
import { type BoundStrategy, strategyOf } from "../domain/strategy-kinds.ts";
import type { TrafficSides } from "../domain/traffic-strategy.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendEntry, type Entry } from "../ledger/entries.ts";
import { readFleet } from "../ledger/fleets.ts";
import { readGeneration, writeGeneration } from "../ledger/generations.ts";
import { type StoredRollout, writeRollout } from "../ledger/rollouts.ts";
import type { StepContext } from "./step.ts";

/** One step's view of its rollout: what the ledger says, and how to write it on. */
export interface Work<Service extends ServiceName> {
  readonly fleet: Fleet;
  readonly strategy: BoundStrategy;
  readonly context: StepContext<Service>;
  /** Null for a first generation. */
  readonly blue: Generation | null;
  /** Undefined until LaunchGreen has written it. */
  readonly green: Generation | undefined;
  /** The record as last read or written. */
  readonly rollout: () => RolloutRecord;
  /** Writes the record on. Throws LedgerConflict when somebody else wrote: the step is done over. */
  update(change: Partial<RolloutRecord>): Promise<void>;
  /** Writes down that a point was passed, once. */
  mark(name: string): Promise<void>;
  /**
   * Writes a generation on; `green` and `blue` above stay as they were read. Throws LedgerConflict when somebody else
   * wrote it since: code that its own time limit has outlived must not bring back what is gone.
   */
  writeGeneration(value: Generation): Promise<void>;
  note(
    kind: Entry["kind"],
    reason: string,
    more?: Partial<Pick<Entry, "action" | "subject" | "evidence">>,
  ): Promise<void>;
  readonly now: () => number;
  /** Seconds since the phase began. */
  readonly inPhase: () => number;
}

/** Opens the work on a rollout: its fleet and its generations. Throws when the ledger does not have them. */
export async function openWork<S extends ServiceName>(
  phase: Phase,
  stored: StoredRollout,
  context: StepContext<S>,
): Promise<Work<S>> {
  const { ledger, clock } = context;
  let current = stored;
  const { fleet: name, id, blue, green } = stored.rollout;
  const [declared, blueRecord, greenRecord] = await Promise.all([
    readFleet(ledger, name),
    blue === null ? undefined : readGeneration(ledger, name, blue),
    readGeneration(ledger, name, green),
  ]);
  if (declared === undefined)
    throw new InvalidInput(`fleet ${name} is not declared any more: declare it with moult fleet apply`);
  if (blue !== null && blueRecord === undefined)
    throw new InvalidInput(`the ledger has no generation ${blue} of fleet ${name}`);
  const revisions = new Map(
    [blueRecord, greenRecord].flatMap((each) => (each ? [[each.generation.number, each.revision]] : [])),
  );
  const rollout = () => current.rollout;
  const update = async (change: Partial<RolloutRecord>) => {
    current = await writeRollout(ledger, { ...current.rollout, ...change }, current.revision);
  };
  return {
    fleet: declared.fleet,
    strategy: strategyOf(declared.fleet.traffic, blue === null ? "first" : "next"),
    context,
    blue: blueRecord?.generation ?? null,
    green: greenRecord?.generation,
    rollout,
    update,
    mark: async (mark) => {
      if (current.rollout.marks[mark] === undefined)
        await update({ marks: { ...current.rollout.marks, [mark]: clock.now() } });
    },
    writeGeneration: async (value) => {
      const stored = await writeGeneration(ledger, value, revisions.get(value.number) ?? "absent");
      revisions.set(value.number, stored.revision);
    },
    note: (kind, reason, more = {}) =>
      appendEntry(ledger, {
        at: clock.now(),
        fleet: name,
        rollout: id,
        phase,
        kind,
        reason,
        actor: id,
        ...more,
      }),
    now: clock.now,
    inPhase: () => (clock.now() - current.rollout.phaseStartedAt) / 1000,
  };
}

/** The two groups whose traffic it is about. */
export function sidesOf(work: Work<never>): TrafficSides {
  const green = greenOf(work);
  return {
    blue: work.blue && { group: work.blue.group, targetGroup: work.blue.targetGroup },
    green: { group: green.group, targetGroup: green.targetGroup },
  };
}

/** Green's generation. Throws when LaunchGreen has not written it. */
export function greenOf(work: Pick<Work<never>, "green" | "rollout">): Generation {
  if (work.green) return work.green;
  const { fleet, green } = work.rollout();
  throw new InvalidInput(`the ledger has no generation ${green} of fleet ${fleet}: it was never launched`);
}
