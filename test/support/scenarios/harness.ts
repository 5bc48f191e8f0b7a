import { expect, test } from "vitest";
import type { Account, AccountPlan } from "../../../rehearsal/account.ts";
import { openRehearsal, type Rehearsal } from "../../../rehearsal/rehearsal.ts";
import type { CallRecord } from "../../../simulator/calls/call-log.ts";
import type { SimulatorOptions } from "../../../simulator/simulator.ts";
import type { BusEvent } from "../../../simulator/world/world.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { RecyclePhase } from "../../../src/domain/run/recycle.ts";
import type { RetirementPhase } from "../../../src/domain/run/retirement.ts";
import type { Phase, RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { Entry } from "../../../src/ledger/entries.ts";
import type { SteeringAct } from "../../../src/domain/steering/steer.ts";
import type { SteeredRun } from "../../../src/rollout/steering/steered-run.ts";
import type { ExecutionInput } from "../../../src/step/step.ts";
import { everywhere } from "./everywhere.ts";
import { watchSentences } from "./explained.ts";
import { furnishWeb } from "./furnish-web.ts";
import { openWeb } from "./open-web.ts";
import { isOverTheWire } from "./over-the-wire.ts";
import type { Person } from "./person.ts";
import { judgeOutcomes } from "./judged/judge-outcomes.ts";
import { expectPublished, publishedBy } from "./published.ts";
import { expectRest, type Leaves } from "./resting-state.ts";

/** What a scenario begins with. */
export interface ScenarioPlan {
  /** Default 4. */
  readonly servers?: number;
  /** Default `alb-weighted`. */
  readonly strategy?: FleetDeclaration["traffic"]["strategy"];
  /** Behaviour of blue's servers, as `sim:*` tags. */
  readonly image?: Readonly<Record<string, string>>;
  /** By which ways users come in beside the first listener: then the declaration has `pairs`. */
  readonly waysIn?: AccountPlan["waysIn"];
  /** More members of CreateAutoScalingGroup for blue's group. */
  readonly group?: Readonly<Record<string, unknown>>;
  /** More of the launch template. */
  readonly template?: AccountPlan["template"];
  /** What the declaration says otherwise than the harness would. */
  readonly declaration?: Partial<FleetDeclaration>;
  /** What the declared traffic says otherwise. */
  readonly traffic?: { readonly steps?: readonly string[]; readonly pause?: string };
  /** There is no group to adopt: the first rollout makes generation 1. */
  readonly firstGeneration?: boolean;
  readonly simulator?: SimulatorOptions;
  /** Polls after which the next execution carries the rollout on. Default: as deployed. */
  readonly legPolls?: number;
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
  start(asked?: Partial<Omit<ExecutionInput, "fleet">>, id?: string): Promise<string>;
  /** Resolves when any execution enters the state. Rejects after a day. */
  until(
    state: Phase | RecyclePhase | RetirementPhase | "Admit" | "NothingToDo" | "Refused" | "Replaced",
  ): Promise<void>;
  /** Resolves when green has this share of the traffic, by the rollout's record. */
  untilShifted(percent: number): Promise<void>;
  /** Newest first. */
  rollouts(): Promise<RolloutRecord[]>;
  /** The newest rollout. */
  rollout(): Promise<RolloutRecord>;
  /** An operator asks the running rollout to end. Answers its id; undefined when none runs. */
  abort(reason?: string): Promise<string | undefined>;
  /** An operator steers the running rollout; a pause lasts for a day by default. */
  steer(
    act: SteeringAct,
    said?: { readonly reason?: string; readonly seconds?: number },
  ): Promise<SteeredRun>;
  entries(): Promise<Entry[]>;
  /** Calls of moult that change something, in order. */
  changes(): CallRecord[];
  /** How often moult made this call. */
  count(action: string): number;
  /** The image of the live generation. */
  liveImage(): Promise<string | undefined>;
  /** States entered by all executions, in order. */
  readonly states: string[];
  /** Events of moult's that the bus has taken, in order. */
  readonly published: readonly BusEvent[];
}

/**
 * One whole rollout or several, told as a test. What is left at the end is checked in every one of them, and what users are
 * served with meanwhile.
 */
export function scenario(name: string, plan: ScenarioPlan, tell: (web: Web) => Promise<void>): void {
  // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- both come from whoever tells the scenario
  test(name, async () => {
    const states: string[] = [];
    const listeners = new Set<(state: string) => void>();
    const judged = judgeOutcomes({
      seed: 7,
      direct: !isOverTheWire(),
      ...everywhere.rehearsal,
      ...plan.simulator,
      ...(plan.legPolls !== undefined && { legPolls: plan.legPolls }),
      onState: (_execution, state) => {
        states.push(state);
        for (const listener of listeners) listener(state);
      },
    });
    const rehearsal = openRehearsal(judged.options);
    const published = publishedBy(rehearsal);
    const expectSentences = watchSentences(rehearsal.ledger, () => rehearsal.simulator.clock.now());
    const web = openWeb(rehearsal, { plan, states, listeners, published });
    judged.watch(web);
    const whole = async (): Promise<void> => {
      await furnishWeb(web);
      await tell(web);
      await web.settled();
      // A deleted group is still described for a while (aws-facts 1.2).
      await web.minutes(1);
      await expectRest(web, plan.leaves ?? {});
      expectSentences();
      if (!plan.leaves?.forged) expectPublished(published);
    };
    try {
      await rehearsal.simulator.drive(judged.unlessViolated(whole()));
    } catch (error) {
      if (error instanceof Error) error.message += `\n\nWhat happened:\n${await diary(web)}`;
      throw error;
    }
  });
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
