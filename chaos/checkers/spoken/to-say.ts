import { targetGroupsOf } from "../../../src/domain/generation.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { isFrozen, openRollouts, unsettledRollout } from "../../world/ledger-view.ts";
import type { CheckerInput } from "../checker-input.ts";
import { weightedNow } from "../fleet-rules.ts";
import { hasWeight, healthyAt, healthyIn, retainedIn } from "../sides.ts";
import type { Said } from "./said.ts";

/** Something that people are to be told, as the world has it. */
export interface ToSay {
  /** The same as long as it is the same thing. */
  readonly key: string;
  /** What it is, for a violation's words. */
  readonly what: string;
  /** Who says it: a sweep comes by every five minutes, a scan every fifteen. */
  readonly by: "sweep" | "scan";
  /** Nobody is to say it now, though it goes on: a run that is open may mend it. */
  readonly isHeld?: boolean;
  /** A person has to look at it: it stands until somebody did, and an alarm rings. */
  readonly isAttention?: true;
  /** Whether an event is the one that says it. */
  readonly isSaid: (said: Said) => boolean;
}

const TWO_HOURS_MS = 7_200_000;
/** An event about a run is kept before its record is written. */
const BEFORE_MS = 60_000;

/** All that is to be said of the fleet at this instant. */
export function toSay(input: CheckerInput): readonly ToSay[] {
  const { rollouts, recycles } = input.view;
  return [
    ...[...rollouts.values()].flatMap((run) => ofRun(run, input.world.now())),
    ...[...recycles.values()].flatMap(ofRecycle),
    ...retained(input),
    ...retainedServing(input),
    ...groupGone(input),
    ...unserved(input),
    ...ofScans(input),
  ];
}

const OUTCOMES: Readonly<Record<string, string>> = {
  succeeded: "Rollout Succeeded",
  "needs-person": "Rollout Needs Person",
  superseded: "Rollout Superseded",
};

function ofRun(run: RolloutRecord, now: number): readonly ToSay[] {
  const { id, phase, phaseStartedAt, endedAt } = run;
  const began = event(`${id} began`, ({ type, rollout }) => type === "Rollout Started" && rollout === id);
  if (endedAt !== null) return [began, ...ofEnd(run, endedAt)];
  if (phase !== "RollBack" || now - phaseStartedAt < TWO_HOURS_MS) return [began];
  const stands = attention(`${id} has gone back for two hours`, "rollback-stands", [id], phaseStartedAt);
  return [began, stands];
}

/** One that is settled ends again, and that is said, too. */
function ofEnd({ id, outcome, settlement }: RolloutRecord, endedAt: number): readonly ToSay[] {
  const since = (settlement?.at ?? Number.NEGATIVE_INFINITY) - BEFORE_MS;
  const type = OUTCOMES[outcome ?? ""] ?? "Rollout Rolled Back";
  const isEnd = (said: Said): boolean => said.type === type && said.rollout === id && said.at >= since;
  const end = event(`${id} ended as ${outcome} at ${endedAt}`, isEnd);
  return outcome === "needs-person"
    ? [end, attention(`${id} needs a person since ${endedAt}`, "needs-person", [id], since)]
    : [end];
}

/** What goes first instead of a recycle is said by its own beginning. */
function ofRecycle({ id, outcome }: RecycleRecord): readonly ToSay[] {
  const isOf = (wanted: string) => (said: Said) => said.type === wanted && said.rollout === id;
  const began = event(`${id} began`, isOf("Recycle Started"));
  if (outcome === null) return [began];
  const end = RECYCLE_OUTCOMES[outcome] ?? "Recycle Rolled Back";
  return [began, event(`${id} ended as ${outcome}`, isOf(end))];
}

const RECYCLE_OUTCOMES: Readonly<Record<string, string>> = {
  succeeded: "Recycle Succeeded",
  superseded: "Recycle Superseded",
  "needs-person": "Recycle Needs Person",
};

const event = (what: string, isSaid: ToSay["isSaid"]): ToSay => ({ key: what, what, by: "sweep", isSaid });

const attention = (what: string, kind: string, words: readonly string[], since = 0): ToSay => ({
  ...event(
    what,
    (said) => said.kind === kind && said.at >= since && words.every((each) => said.words.includes(each)),
  ),
  isAttention: true,
});

const retained = ({ view }: CheckerInput): readonly ToSay[] =>
  [...view.generations.values()]
    .filter(({ state }) => state === "retained")
    .map(({ number }) => {
      const what = `generation ${number} is retained`;
      return attention(what, "generation-retained", [what]);
    });

/** A frozen fleet is not compared with the world, nor one that a run changes. */
const isCompared = ({ view, world }: CheckerInput): boolean =>
  openRollouts(view).length === 0 && !isFrozen(view, world.now());

/** A server that moult called out of traffic answers the fleet's users. What else comes to the same place is the same. */
function retainedServing(input: CheckerInput): readonly ToSay[] {
  const { view, plan } = input;
  if (!plan.fleet.strategy.endsWith("-weighted")) return [];
  const isHeld = !isCompared(input) || unsettledRollout(view) !== undefined;
  return [...view.generations.values()]
    .filter(({ state }) => state === "live")
    .flatMap(targetGroupsOf)
    .filter((arn) => retainedIn(arn, input).length > 0)
    .map((arn) => ({
      ...attention(`a retained server is in ${arn}`, "irregularity", [`in ${arn} and not in the group`]),
      isHeld,
    }));
}

function groupGone(input: CheckerInput): readonly ToSay[] {
  const { view, world } = input;
  const isHeld = !isCompared(input);
  return [...view.generations.values()]
    .filter(({ state, group }) => state === "live" && !world.state.groups.has(group))
    .map(({ group }) => ({
      ...attention(`the live group ${group} is gone`, "irregularity", [group]),
      isHeld,
    }));
}

/** All of the fleet's traffic goes where no server answers, and there are to be servers. */
function unserved(input: CheckerInput): readonly ToSay[] {
  const { view, world, plan, account } = input;
  if (!plan.fleet.strategy.endsWith("-weighted")) return [];
  const standing = [...view.generations.values()].filter(
    ({ state }) => state === "live" || state === "launching",
  );
  const weighted = standing.filter((each) => hasWeight(each, input));
  const isMeant = standing.some(({ group }) => (world.state.groups.get(group)?.desiredCapacity ?? 0) > 0);
  if (!isMeant || weighted.length === 0 || weighted.some((each) => healthyIn(each, input) > 0)) return [];
  const weights = weightedNow(world.state, account);
  const places = weighted.flatMap((each) =>
    targetGroupsOf(each).filter((arn) => weights.has(arn) && healthyAt(arn, each, input) === 0),
  );
  // A target group to which no rule leads any more is not checked, and asked for nothing: the rule that is gone is told.
  if (places.length === 0) return [];
  const said = attention(`nobody answers in ${places.join(", ")}`, "nobody-serves", places);
  return [{ ...said, isHeld: openRollouts(view).length > 0 }];
}

function ofScans({ view }: CheckerInput): readonly ToSay[] {
  const storms = [...view.storms.values()].filter(
    ({ acknowledged, endedAt }) => acknowledged === null && endedAt === null,
  );
  const returned = [...view.findings.values()].flatMap(({ finding }) =>
    finding?.evidence["needs"] === undefined ? [] : [finding.field],
  );
  return [
    ...storms.map(({ key, field, since }) =>
      attention(
        `the storm ${key} stands since ${since}`,
        "storm",
        field === "" ? [] : [field],
        since - BEFORE_MS,
      ),
    ),
    ...returned.map((field) => attention(`${field} came back`, "returned-finding", [field])),
  ].map((each) => ({ ...each, by: "scan" as const }));
}
