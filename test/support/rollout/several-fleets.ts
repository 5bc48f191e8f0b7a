import { openFleet } from "../../../rehearsal/fleet.ts";
import {
  isControlPlane,
  openRehearsal,
  type Rehearsal,
  type RehearsalOptions,
  sweepOnce,
} from "../../../rehearsal/rehearsal.ts";
import type { CallRecord } from "../../../simulator/calls/call-log.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import type { Irregularity } from "../../../src/sweep/world/orphans.ts";

export interface Fleets extends Rehearsal {
  readonly states: string[];
  /** What one sweep finds. */
  readonly find: () => Promise<readonly Irregularity[]>;
  /** Calls of moult that change something in AWS, in order. */
  readonly changes: () => CallRecord[];
  /** Starts a forced rollout by hand. */
  readonly start: (fleet: string) => Promise<string>;
  /** Resolves when so many states have been entered by all executions. */
  readonly entered: (count: number) => Promise<void>;
}

/** Small fleets without load balancers in one simulated account and one ledger, adopted and serving. */
export function withFleets<T>(
  names: readonly string[],
  tell: (fleets: Fleets) => Promise<T>,
  options: Pick<RehearsalOptions, "atOnce"> = {},
): Promise<T> {
  const states: string[] = [];
  const listeners: (() => void)[] = [];
  const ledger: Ledger = openSqliteLedger(":memory:");
  const rehearsal = openRehearsal({
    seed: 11,
    ledger,
    ...options,
    onState: (execution, state) => {
      states.push(`${execution} ${state}`);
      for (const listener of listeners) listener();
    },
  });
  const { simulator, engine } = rehearsal;
  const fleets: Fleets = Object.assign(rehearsal, {
    states,
    find: async () => (await sweepOnce(rehearsal)).irregularities,
    changes: () =>
      simulator.calls.records.filter(
        ({ caller, kind, service }) => isControlPlane(caller) && kind === "write" && service !== "events",
      ),
    start: async (fleet: string) => {
      const id = `${fleet}-${states.length}`;
      await engine.start("rollout", id, { fleet, force: true, by: "ada" });
      return id;
    },
    entered: (count: number) =>
      new Promise<void>((resolve) => {
        listeners.push(() => states.length >= count && resolve());
        listeners.at(-1)?.();
      }),
  });
  const whole = async (): Promise<T> => {
    for (const name of names) await open(fleets, name);
    return tell(fleets);
  };
  return simulator.drive(whole()).finally(() => ledger.close());
}

async function open(fleets: Fleets, name: string): Promise<void> {
  const image = { "sim:boot-seconds": "20", "sim:healthy-seconds": "5" };
  const plan = {
    name,
    servers: 2,
    image,
    loadBalancer: "none" as const,
    checkIntervalSeconds: 5,
    drainSeconds: 10,
  };
  await openFleet(fleets, plan, ({ template, channel }) => ({
    fleet: name,
    template,
    image: { channel },
    traffic: { strategy: "none" },
    bake: "1m",
  }));
}
