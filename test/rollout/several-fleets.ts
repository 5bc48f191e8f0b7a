import { openFleet } from "../../rehearsal/fleet.ts";
import { openRehearsal, type Rehearsal, sweepOnce } from "../../rehearsal/rehearsal.ts";
import type { CallRecord } from "../../simulator/call-log.ts";
import { isControlPlane } from "../../rehearsal/rehearsal.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/sqlite-ledger.ts";
import type { Finding } from "../../src/rollout/unexplained.ts";

export interface Fleets extends Rehearsal {
  readonly states: string[];
  /** What one sweep finds. */
  find(): Promise<readonly Finding[]>;
  /** Calls of moult that change something in AWS, in order. */
  changes(): CallRecord[];
  /** Starts a forced rollout by hand. */
  start(fleet: string): Promise<string>;
  /** Resolves when an execution of this fleet enters the state; rejects after a day. */
  until(fleet: string, state: string): Promise<void>;
}

/** Small fleets without load balancers in one simulated account and one ledger, adopted and serving. */
export function withFleets<T>(names: readonly string[], tell: (fleets: Fleets) => Promise<T>): Promise<T> {
  const states: string[] = [];
  const ledger: Ledger = openSqliteLedger(":memory:");
  const rehearsal = openRehearsal({
    seed: 11,
    ledger,
    onState: (execution, state) => void states.push(`${execution} ${state}`),
  });
  const { simulator, engine } = rehearsal;
  const fleets: Fleets = Object.assign(rehearsal, {
    states,
    find: async () => (await sweepOnce(rehearsal)).findings,
    changes: () =>
      simulator.calls.records.filter(
        ({ caller, kind, service }) => isControlPlane(caller) && kind === "write" && service !== "events",
      ),
    start: async (fleet: string) => {
      const id = `${fleet}-${states.length}`;
      const at = simulator.clock.now();
      const request = { reason: "operator", image: null, force: true, by: "ada", at, evidence: {} } as const;
      await engine.start(id, { fleet, request });
      return id;
    },
    until: async (fleet: string, state: string) => {
      const end = simulator.clock.now() + 86_400_000;
      const entered = (): boolean =>
        states.some((each) => each.startsWith(`${fleet}-`) && each.endsWith(` ${state}`));
      while (!entered()) {
        if (simulator.clock.now() > end) throw new Error(`${fleet} never entered ${state}.`);
        await simulator.clock.sleep(100);
      }
    },
  });
  const whole = async (): Promise<T> => {
    for (const name of names) await open(fleets, name);
    return tell(fleets);
  };
  return simulator.drive(whole()).finally(() => ledger.close());
}

async function open(fleets: Fleets, name: string): Promise<void> {
  const image = { "sim:boot-seconds": "20", "sim:healthy-seconds": "5" };
  const plan = { name, servers: 2, image, loadBalancer: "none" as const, checkIntervalSeconds: 5, drainSeconds: 10 };
  await openFleet(fleets, plan, ({ template, channel }) => ({
    fleet: name,
    template,
    image: { channel },
    traffic: { strategy: "none" },
    bake: "1m",
  }));
}
