import { aftermathOf } from "../../decide/aftermath.ts";
import type { RolloutRecord } from "../../run/rollout.ts";
import { historyAction, retryAction, settleActions, startAction, steeringActions } from "../actions.ts";
import type { ExplainedAction, Explanation } from "../explanation.ts";
import { explanationOf, type Said } from "../said.ts";
import { instantWords } from "../words.ts";

type Outcome = NonNullable<RolloutRecord["outcome"]>;
type Ended = Pick<Said, "state" | "does" | "ends"> & Partial<Pick<Said, "why" | "otherwise">>;

/** How a rollout ended, why, and what begins it again. */
export function endedRollout(run: RolloutRecord, now: number): Explanation {
  const { outcome, endedAt, fleet } = run;
  return explanationOf({
    why: run.outcomeReason,
    since: endedAt,
    waitsFor: outcome === "needs-person" ? "person" : null,
    otherwise: outcome === "needs-person" ? "both generations are kept, and nothing is changed" : null,
    actions: actionsOf(run, fleet, now),
    ...ENDED[outcome ?? "succeeded"](run, now),
  });
}

function actionsOf(run: RolloutRecord, fleet: string, now: number): readonly ExplainedAction[] {
  const isSuccess = run.outcome === "succeeded";
  return [
    ...settleActions(fleet, run.outcome === "needs-person" ? null : "the rollout needs no person"),
    retryAction(fleet, isSuccess ? "nothing has failed and nothing was refused" : null),
    startAction(fleet, null),
    historyAction(fleet, run.id),
    ...steeringActions(fleet, undefined, now),
  ];
}

function blame({ failure, imageTo, fleet, milestones }: RolloutRecord): string {
  if (milestones["quarantined"] !== undefined)
    return `${imageTo} is quarantined; another image, or lifting the quarantine, begins the next`;
  return aftermathOf({ error: failure?.error ?? "Failed", isQuarantined: false }) === "except"
    ? `moult rollout retry ${fleet} begins it again`
    : `see moult status ${fleet} for when it is tried again`;
}

const back = (run: RolloutRecord): string =>
  run.blue === null ? "green is gone" : `traffic is on generation ${run.blue}`;

/** Every way a run may end has to be here. */
const ENDED: Readonly<Record<Outcome, (run: RolloutRecord, now: number) => Ended>> = {
  succeeded: (run, now) => ({
    state: "done",
    does: `runs ${run.imageTo} on generation ${run.green} since ${instantWords(run.endedAt ?? now, now)}`,
    why: run.cause.serves[0] ?? run.cause.reason,
    ends: run.milestones.retained === undefined ? "" : `generation ${run.blue} is kept for a person`,
  }),
  "rolled-back": (run) => ({ state: "failed", does: `rolled back; ${back(run)}`, ends: blame(run) }),
  "needs-person": (run) => ({
    state: "needs-person",
    does: "can go neither on nor back",
    ends: `moult settle ${run.fleet} --keep <blue or green> --reason <text> decides`,
  }),
  rejected: (run) => ({
    state: "failed",
    does: `rejected; ${back(run)}`,
    ends: `moult rollout retry ${run.fleet} begins it again`,
  }),
  superseded: (run) => ({
    state: "done",
    does: `superseded; ${back(run)}`,
    ends: "what took its place is begun",
  }),
  "nothing-to-do": () => ({ state: "done", does: "nothing was to be done", ends: "" }),
  retained: (run) => ({
    state: "attention",
    does: `generation ${run.blue} is kept out of traffic`,
    ends: "a person takes it down when its data is safe",
  }),
};
