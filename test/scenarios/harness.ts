import { expect, test } from "vitest";
import { type Account, furnishAccount, registerImage } from "../../rehearsal/account.ts";
import { isControlPlane, openRehearsal, type Rehearsal } from "../../rehearsal/rehearsal.ts";
import type { CallRecord } from "../../simulator/call-log.ts";
import type { SimulatorOptions } from "../../simulator/simulator.ts";
import { type FleetDeclaration, fleetSchema } from "../../src/domain/fleet.ts";
import type { Phase, ReplacementRequest, RolloutRecord } from "../../src/domain/rollout.ts";
import { abortRollout } from "../../src/engine/abort-rollout.ts";
import { type Entry, listEntries } from "../../src/ledger/entries.ts";
import { listGenerations } from "../../src/ledger/generations.ts";
import { listRollouts } from "../../src/ledger/rollouts.ts";
import { beginLife } from "./begin-life.ts";
import { everywhere } from "./everywhere.ts";
import { person, type Person } from "./person.ts";
import { expectRest, type Leaves } from "./resting-state.ts";

/** What a scenario begins with. */
export interface ScenarioPlan {
  /** Default 4. */
  readonly servers?: number;
  /** Default `alb-weighted`. */
  readonly strategy?: FleetDeclaration["traffic"]["strategy"];
  /** Behaviour of blue's servers, as `sim:*` tags. */
  readonly image?: Readonly<Record<string, string>>;
  /** More members of CreateAutoScalingGroup for blue's group. */
  readonly group?: Readonly<Record<string, unknown>>;
  /** What the declaration says otherwise than the harness would. */
  readonly declaration?: Partial<FleetDeclaration>;
  /** There is no group to adopt: the first rollout makes generation 1. */
  readonly firstGeneration?: boolean;
  readonly simulator?: SimulatorOptions;
  /** How the account is made otherwise before the fleet is adopted. */
  readonly before?: (web: Web) => Promise<void>;
  /** What may be left at the end. Default: nothing but one live generation. */
  readonly leaves?: Leaves;
}

/** The fleet `web` in a simulated account, with users' requests on it, moult beside it, and a person to interfere. */
export interface Web extends Rehearsal {
  readonly account: Account;
  readonly person: Person;
  readonly plan: ScenarioPlan;
  readonly minutes: (count: number) => Promise<void>;
  /** Registers an image and puts it on the fleet's channel: an event starts what follows. */
  publish(tags?: Readonly<Record<string, string>>): Promise<string>;
  /** Registers an image that nobody hears of. */
  bake(tags?: Readonly<Record<string, string>>): Promise<string>;
  /** Starts a rollout by hand. */
  start(request?: Partial<ReplacementRequest>, id?: string): Promise<string>;
  /** Resolves when any execution enters the state. Rejects after a day. */
  until(state: Phase | "NothingToDo" | "Queued" | "Refused"): Promise<void>;
  /** Resolves when green has this share of the traffic, by the rollout's record. */
  untilShifted(percent: number): Promise<void>;
  /** Newest first. */
  rollouts(): Promise<RolloutRecord[]>;
  /** The newest rollout. */
  rollout(): Promise<RolloutRecord>;
  /** An operator asks the running rollout to end. Answers its id; undefined when none runs. */
  abort(reason?: string): Promise<string | undefined>;
  entries(): Promise<Entry[]>;
  /** Calls of moult that change something, in order. */
  changes(): CallRecord[];
  /** How often moult made this call. */
  count(action: string): number;
  /** The image of the live generation. */
  liveImage(): Promise<string | undefined>;
  /** States entered by all executions, in order. */
  readonly states: string[];
}

const DAY_MS = 86_400_000;
const EVENT_MS = 10_000;
const QUICK = { "sim:boot-seconds": "40", "sim:healthy-seconds": "15" };

/** One whole rollout or several, told as a test. What is left at the end is checked in every one of them. */
export function scenario(name: string, plan: ScenarioPlan, tell: (web: Web) => Promise<void>): void {
  test(name, async () => {
    const states: string[] = [];
    const listeners = new Set<(state: string) => void>();
    const rehearsal = openRehearsal({
      seed: 7,
      ...everywhere.rehearsal,
      ...plan.simulator,
      onState: (_execution, state) => {
        states.push(state);
        for (const listener of listeners) listener(state);
      },
    });
    const web = openWeb(rehearsal, { plan, states, listeners });
    const whole = async (): Promise<void> => {
      Object.assign(web, { account: await open(web) });
      await tell(web);
      await web.settled();
      // A deleted group is still described for a while (aws-facts 1.2).
      await web.minutes(1);
      await expectRest(web, plan.leaves ?? {});
    };
    try {
      await rehearsal.simulator.drive(whole());
    } catch (error) {
      if (error instanceof Error) error.message += `\n\nWhat happened:\n${await diary(web)}`;
      throw error;
    }
  });
}

interface Inside {
  readonly plan: ScenarioPlan;
  readonly states: string[];
  readonly listeners: Set<(state: string) => void>;
}

function openWeb(rehearsal: Rehearsal, { plan, states, listeners }: Inside): Web {
  const { simulator, ledger, engine } = rehearsal;
  const { clock } = simulator;
  let images = 1;
  const allEnded = rehearsal.settled;
  // The same object as the rehearsal: `listening` is set on it.
  const web: Web = Object.assign(rehearsal, {
    plan,
    states,
    account: undefined as unknown as Account,
    person: person(simulator),
    settled: () => inTime(web, allEnded(), "everything to end"),
    minutes: (count) => clock.sleep(count * 60_000),
    bake: (tags = {}) => registerImage(simulator, `web-${++images}`, { ...QUICK, ...tags }),
    publish: async (tags) => {
      const image = await web.bake(tags);
      await web.person.putParameter(web.account.channel, image);
      // Systems Manager checks the image before it tells of the new value (aws-facts 1.5).
      const [before, until] = [states.length, clock.now() + EVENT_MS];
      while (states.length === before && clock.now() < until) await clock.sleep(10);
      return image;
    },
    start: async (request = {}, id = `by-hand-${states.length}`) => {
      const asked = {
        reason: "operator",
        image: null,
        force: false,
        by: "ada",
        at: clock.now(),
        evidence: {},
      };
      await engine.start(id, { fleet: "web", request: { ...asked, ...request } as ReplacementRequest });
      return id;
    },
    until: (wanted) => {
      const entered = new Promise<void>((resolve) => {
        const listener = (state: string): void => {
          if (state !== wanted) return;
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
      });
      return inTime(web, entered, wanted);
    },
    untilShifted: async (percent) => {
      const until = clock.now() + DAY_MS;
      while (((await web.rollouts())[0]?.traffic.setPercent ?? 0) < percent) {
        if (clock.now() > until) throw new Error(`Green never got ${percent}% of the traffic.`);
        await clock.sleep(1000);
      }
      await clock.sleep(2000);
    },
    rollouts: async () => (await listRollouts(ledger, "web")).map(({ rollout }) => rollout),
    rollout: async () => {
      const [newest] = await web.rollouts();
      if (newest === undefined) throw new Error("No rollout was admitted.");
      return newest;
    },
    abort: async (reason = "changed my mind") =>
      (await abortRollout({ fleet: "web", who: "ada", reason }, { ledger, clock }))?.id,
    entries: () => listEntries(ledger, "web"),
    changes: () =>
      simulator.calls.records.filter(
        ({ caller, kind, service }) => isControlPlane(caller) && kind === "write" && service !== "events",
      ),
    count: (action) => web.changes().filter((call) => call.action === action).length,
    liveImage: async () => {
      const generations = await listGenerations(ledger, "web");
      return generations.find(({ generation }) => generation.state === "live")?.generation.image;
    },
  } satisfies Omit<Web, Exclude<keyof Rehearsal, "settled">>);
  return web;
}

async function inTime<T>(web: Web, wanted: Promise<T>, what: string): Promise<T> {
  const late = web.simulator.clock.sleep(DAY_MS).then(() => {
    throw new Error(`Waited a day for ${what}. Running: ${web.engine.running().join(", ") || "nothing"}.`);
  });
  return Promise.race([wanted, late]);
}

async function open(web: Web): Promise<Account> {
  const { servers = 4, strategy = "alb-weighted", image = QUICK, group = {} } = web.plan;
  const loadBalancer =
    ({ "nlb-weighted": "network", none: "none" } as const)[strategy as string] ?? "application";
  const account = await furnishAccount(web.simulator, {
    name: "web",
    servers,
    image,
    loadBalancer,
    checkIntervalSeconds: 5,
    drainSeconds: 60,
    group,
    ...everywhere.account,
  });
  Object.assign(web, { account });
  await web.plan.before?.(web);
  await web.minutes(5);
  await beginLife(web, fleetSchema.parse(declarationOf(web.plan, account)), declarationOf(web.plan, account));
  if (loadBalancer !== "none") {
    web.traffic.start({ listenerArn: account.listener, requestsPerSecond: 100 });
    await web.minutes(1);
  }
  return account;
}

/** The declaration of the scenario's fleet. */
export function declarationOf(plan: ScenarioPlan, account: Account): FleetDeclaration {
  const { strategy = "alb-weighted", declaration = {} } = plan;
  const steps = { targetGroups: [...account.targetGroups], steps: ["10%", "50%", "100%"], pause: "30s" };
  const traffic = {
    "alb-weighted": { strategy, rule: account.listener, ...steps },
    "nlb-weighted": { strategy, listener: account.listener, ...steps },
    "target-group": { strategy, targetGroup: account.targetGroups[0] },
    none: { strategy },
  }[strategy];
  return {
    fleet: "web",
    template: account.template,
    image: { channel: account.channel },
    traffic,
    gates: [{ kind: "target-health" }],
    bake: "2m",
    retire: { drain: "60s" },
    ...declaration,
  } as FleetDeclaration;
}

async function diary(web: Web): Promise<string> {
  const time = (at: number): string => new Date(at).toISOString().slice(11, 19);
  const entries = await web.entries();
  return entries
    .slice(-60)
    .map(({ at, phase, kind, action = "", reason }) => `${time(at)} ${phase} ${kind} ${action} ${reason}`)
    .join("\n");
}

export { expect };
