import { type Account, registerImage } from "../../../rehearsal/account.ts";
import { isControlPlane, type Rehearsal } from "../../../rehearsal/rehearsal.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { listGenerations } from "../../../src/ledger/generations.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { steerRollout } from "../../../src/operator/steer-rollout.ts";
import type { ScenarioPlan, Web } from "./harness.ts";
import { person } from "./person.ts";

/** What the harness sees of the machine. */
export interface Inside {
  readonly plan: ScenarioPlan;
  /** States entered, in order. */
  readonly states: string[];
  /** Told of each state when it is entered. */
  readonly listeners: Set<(state: string) => void>;
  readonly published: Web["published"];
}

/** Longer than any scenario has to wait for anything. */
const DAY_MS = 86_400_000;
/** An event that does not come within this time does not come. */
const EVENT_MS = 10_000;
export const QUICK = { "sim:boot-seconds": "40", "sim:healthy-seconds": "15" };

/** The rehearsal itself with what a scenario needs besides: `listening` is set on it, so it is the same object. */
export function openWeb(rehearsal: Rehearsal, inside: Inside): Web {
  const account = undefined as unknown as Account;
  const { plan, states, published } = inside;
  const seen: Omit<Web, keyof Rehearsal | keyof Acting | keyof Waiting> = {
    ...looking(rehearsal),
    plan,
    states,
    published,
    account,
    person: person(rehearsal.simulator),
  };
  const waits = waiting(rehearsal, inside, seen.rollouts);
  const watching = Object.assign(rehearsal, seen, waits);
  return Object.assign(watching, acting(watching));
}

type Looking = Pick<Web, "rollouts" | "rollout" | "entries" | "changes" | "count" | "liveImage">;

function looking({ ledger, simulator }: Rehearsal): Looking {
  const listed: Web["rollouts"] = async () => (await rollouts.list(ledger, "web")).map(({ run }) => run);
  const changes: Web["changes"] = () =>
    simulator.calls.records.filter(
      ({ caller, kind, service }) => isControlPlane(caller) && kind === "write" && service !== "events",
    );
  return {
    rollouts: listed,
    rollout: async () => {
      const [newest] = await listed();
      if (newest === undefined) throw new Error("No rollout was admitted.");
      return newest;
    },
    entries: () => listEntries(ledger, "web"),
    changes,
    count: (action) => changes().filter((call) => call.action === action).length,
    liveImage: async () => {
      const generations = await listGenerations(ledger, "web");
      return generations.find(({ generation }) => generation.state === "live")?.generation.image;
    },
  };
}

type Waiting = Pick<Web, "settled" | "minutes" | "until" | "untilShifted">;

function waiting(rehearsal: Rehearsal, { listeners }: Inside, rollouts: Web["rollouts"]): Waiting {
  const { clock } = rehearsal.simulator;
  const allEnded = rehearsal.settled;
  const entered = (wanted: string): Promise<void> =>
    new Promise((resolve) => {
      const listener = (state: string): void => {
        if (state !== wanted) return;
        listeners.delete(listener);
        resolve();
      };
      listeners.add(listener);
    });
  return {
    settled: () => inTime(rehearsal, allEnded(), "everything to end"),
    minutes: (count) => clock.sleep(count * 60_000),
    until: (wanted) => inTime(rehearsal, entered(wanted), wanted),
    untilShifted: async (percent) => {
      const until = clock.now() + DAY_MS;
      while (((await rollouts())[0]?.traffic.setPercent ?? 0) < percent) {
        if (clock.now() > until) throw new Error(`Green never got ${percent}% of the traffic.`);
        await clock.sleep(1000);
      }
      await clock.sleep(2000);
    },
  };
}

async function inTime<T>({ simulator, engine }: Rehearsal, wanted: Promise<T>, what: string): Promise<T> {
  const late = simulator.clock.sleep(DAY_MS).then(() => {
    throw new Error(`Waited a day for ${what}. Running: ${engine.running().join(", ") || "nothing"}.`);
  });
  return Promise.race([wanted, late]);
}

type Acting = Pick<Web, "bake" | "publish" | "start" | "abort" | "steer">;

function acting(web: Omit<Web, "bake" | "publish" | "start" | "abort" | "steer">): Acting {
  const { simulator, ledger, engine, states } = web;
  const { clock } = simulator;
  let images = 1;
  const bake: Web["bake"] = (tags = {}) => registerImage(simulator, `web-${++images}`, { ...QUICK, ...tags });
  return {
    bake,
    publish: async (tags) => {
      const image = await bake(tags);
      await web.person.putParameter(web.account.channel, image);
      // Systems Manager checks the image before it tells of the new value (aws-facts 1.5).
      const [before, until] = [states.length, clock.now() + EVENT_MS];
      while (states.length === before && clock.now() < until) await clock.sleep(10);
      return image;
    },
    start: async (asked = {}, id = `by-hand-${states.length}`) => {
      await engine.start("rollout", id, { fleet: "web", by: "ada", ...asked });
      return id;
    },
    abort: async (reason = "changed my mind") =>
      (await steerRollout({ act: "abort", fleet: "web", by: "ada", reason }, { ledger, clock })).rollout ??
      undefined,
    steer: (act, { reason = "as I say", seconds = 86_400 } = {}) =>
      steerRollout({ act, fleet: "web", by: "ada", reason, seconds }, { ledger, clock }),
  };
}
