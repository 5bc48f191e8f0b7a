import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { nextPollSeconds } from "../../domain/poll-interval.ts";
import {
  dependsOnRead,
  nextRollbackShare,
  type Revert,
} from "../../domain/rollout-decisions/revert-traffic.ts";
import { type RollbackDecision, whereRollbackLeads } from "../../domain/rollout-decisions/rollback-table.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { exceptOnRollback } from "../../domain/traffic-pairs/as-set.ts";
import type { FleetTraffic } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { wait } from "../../step/answers.ts";
import { scaleBlueUp } from "../capacity/sync-capacity.ts";
import type { Undone } from "../ending/undo-within-limit.ts";
import type { RemovalServices } from "../retirement/removals.ts";
import { greenOf, type Work } from "../work.ts";
import { addBlueToRule } from "./add-blue-to-rule.ts";
import { confirmReverted } from "./confirm-reverted.ts";
import { mayServe, readRollback } from "./rollback-facts.ts";
import { type Reading, readTraffic, setTraffic, unseenSeconds } from "./traffic.ts";

const SETTLE_SECONDS = 5;

type Groups = ReadonlyMap<string, Group>;

/**
 * Gives blue all the traffic back, if it does not have it and can take it: where to and when is the table's
 * (src/domain/rollout-decisions/rollback-table.ts). Returns null when blue has it, read back as often as has to be.
 */
export async function revertTraffic(groups: Groups, work: Work<RemovalServices>): Promise<Undone | null> {
  if (work.blue === null || work.green === undefined) return null;
  if (work.strategy.source.kind === "nothing") return withoutTraffic(groups, work);
  const { traffic, reading } = await readTraffic(work);
  if ("unreadable" in reading) return whereUnreadable(reading.unreadable, traffic, groups, work);
  const { percent } = reading;
  const observed = { traffic, reading };
  const first = percent > 0 ? await beforeTakingFromGreen(observed, groups, work) : null;
  if (first !== null) return first;
  if (percent === 0 && !mayServe(work)) return confirmReverted(traffic, work);
  return follow(observed, groups, work);
}

/** Servers that pull: there is nothing to set, but green may be what the fleet works with. */
async function withoutTraffic(groups: Groups, work: Work<RemovalServices>): Promise<Undone | null> {
  if (!mayServe(work)) return null;
  // Blue works alone since then: what its schedule or a person takes from it is theirs to take.
  const isReverted = work.run().milestones["traffic-reverted"] !== undefined;
  if (!isReverted) await scaleBlueUp(groups, work);
  return follow(nothingOn({ kind: "nothing" }), groups, work);
}

/** What has to come first, whatever the table says; null: it may be asked. */
async function beforeTakingFromGreen(
  observed: Reading,
  groups: Groups,
  work: Work<RemovalServices>,
): Promise<StepAnswer | null> {
  const { percent } = observed.reading;
  const next = nextRollbackShare(percent, work.strategy.rollbackSteps);
  const unseen = unseenSeconds(work);
  if (unseen > 0 && dependsOnRead(revertOf(percent, next, work)))
    return wait(unseen, "the last change of traffic may not be read yet");
  const named = await addBlueToRule(observed, work);
  if (named !== null) return named;
  await scaleBlueUp(groups, work);
  // In one target group that green has alone blue is only attached beside it: nothing is taken from green yet.
  const isAlone = work.strategy.source.kind === "attachments" && percent === 100;
  if (!isAlone || !groups.has(work.blue?.group ?? "")) return null;
  return set(
    { kind: "set", percent: next, reverses: false, reason: "blue is attached again" },
    observed,
    work,
  );
}

/** Green is taken to have none of it. */
const nothingOn = (traffic: FleetTraffic): Reading => ({ traffic, reading: { percent: 0 } });

/** Does what the table says. */
async function follow(
  observed: Reading,
  groups: Groups,
  work: Work<RemovalServices>,
): Promise<Undone | null> {
  const { traffic, reading } = observed;
  const decision = whereRollbackLeads(await readRollback(reading, groups, work));
  switch (decision.kind) {
    case "reverted":
      return traffic.kind === "nothing" ? null : confirmReverted(traffic, work);
    case "set":
      return set(decision, observed, work);
    case "wait":
      return wait(decision.seconds ?? nextPollSeconds(work.inPhase(), SETTLE_SECONDS), decision.reason);
    case "needs-person":
      return { needsPerson: decision.reason };
  }
}

async function set(
  { percent: to, leaves, reverses, reason }: Extract<RollbackDecision, { kind: "set" }>,
  { traffic, reading }: Reading,
  work: Work<RemovalServices>,
): Promise<StepAnswer> {
  const { percent: from } = reading;
  const { source } = work.strategy;
  const except = exceptOnRollback(source.kind === "actions" ? source.arns : [], reading, to);
  // Written before the call: who dies between the two must not take the next change for the first.
  if (reverses) await work.update({ reversals: [...work.run().reversals, work.now()] });
  const cause = work.run().failure?.reason ?? "the rollout failed";
  await work.context.withReason(
    to < from ? `take green out of traffic: ${cause}` : `${reason} (${cause})`,
    { from, to, why: reason },
    () => setTraffic(to, traffic, work, { leaves, except }),
  );
  return wait(SETTLE_SECONDS, to === 0 ? "traffic is set back to blue" : reason);
}

function revertOf(percent: number, next: number, work: Work<never>): Revert {
  const { traffic, milestones } = work.run();
  const { kind: source } = work.strategy.source;
  const { setPercent } = traffic;
  return { source, percent, next, setPercent, isDrained: milestones["drained"] !== undefined };
}

/** Where one target group serves and nobody is attached to it, users get no answer: blue is better than nobody. */
async function whereUnreadable(
  unreadable: string,
  traffic: FleetTraffic,
  groups: Groups,
  work: Work<RemovalServices>,
): Promise<Undone | null> {
  if (traffic.kind !== "attachments")
    return wait(nextPollSeconds(work.inPhase(), SETTLE_SECONDS), `traffic cannot be read: ${unreadable}`);
  if (!groups.has(work.blue?.group ?? "") && groups.has(greenOf(work).group))
    return follow(nothingOn(traffic), groups, work);
  await work.context.withReason(`${unreadable}: blue gets the traffic back`, null, () =>
    setTraffic(0, traffic, work),
  );
  return wait(SETTLE_SECONDS, "blue is attached again");
}
