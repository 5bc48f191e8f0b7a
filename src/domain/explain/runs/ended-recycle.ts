import { aftermathOf } from "../../decide/aftermath.ts";
import { strandedCommands, strandedWords } from "../../recycle/stranded.ts";
import { type RecycleRecord, serversOf } from "../../run/recycle.ts";
import { historyAction, retryAction } from "../actions.ts";
import type { Explanation } from "../explanation.ts";
import { explanationOf, type Said } from "../said.ts";
import { instantWords } from "../words.ts";

type Ended = Pick<Said, "state" | "does" | "why" | "ends"> & Pick<Partial<Said>, "waitsFor" | "otherwise">;

/** How a recycle ended, why, and what goes on from there. */
export function endedRecycle(run: RecycleRecord, endedAt: number, now: number): Explanation {
  const { fleet, id, outcome } = run;
  const isGood = outcome === "succeeded" || outcome === "superseded" || outcome === "nothing-to-do";
  return explanationOf({
    since: endedAt,
    ...saidOfEnd(run, endedAt, now),
    actions: [
      historyAction(fleet, id),
      retryAction(fleet, isGood ? "nothing has failed and nothing was refused" : null),
    ],
  });
}

function saidOfEnd(run: RecycleRecord, endedAt: number, now: number): Ended {
  const { outcome, failure, outcomeReason, stranded, cause } = run;
  if (outcome === "needs-person" && stranded !== null) return strandedSaid(run, stranded);
  const since = `since ${instantWords(endedAt, now)}`;
  const why = failure?.reason ?? outcomeReason;
  if (outcome === "superseded")
    return {
      state: "done",
      does: `${doneOf(run)}, and the rest is left to what is begun instead`,
      why,
      ends: since,
    };
  if (failure === null)
    return { state: "done", does: doneOf(run), why: cause.serves[0] ?? cause.reason, ends: since };
  return { state: "failed", does: `put back what was begun; ${doneOf(run)}`, why, ends: againOf(run) };
}

function doneOf(run: RecycleRecord): string {
  const { replaced, generation } = run;
  const { length: all } = serversOf(run);
  const many = all === replaced.length ? String(all) : `${replaced.length} of ${all}`;
  return `${many} ${all === 1 ? "server" : "servers"} of generation ${generation} replaced in place`;
}

function againOf({ fleet, failure }: RecycleRecord): string {
  return aftermathOf({ error: failure?.error ?? "Failed", isQuarantined: false }) === "except"
    ? `moult rollout retry ${fleet} begins it again`
    : `see moult status ${fleet} for when it is tried again`;
}

/** A command that is cut is none. */
const LONGEST_COMMAND = 130;

function strandedSaid(
  { fleet, group }: RecycleRecord,
  stranded: NonNullable<RecycleRecord["stranded"]>,
): Ended {
  const [command = ""] = strandedCommands(stranded, { group, size: stranded.size });
  return {
    state: "needs-person",
    waitsFor: "person",
    does: strandedWords(stranded),
    why: stranded.reason,
    ends:
      command.length > 0 && command.length <= LONGEST_COMMAND
        ? `next: ${command}`
        : `moult rollout status ${fleet} has the commands`,
    otherwise: "the fleet is served, and its changes go on; what stays costs",
  };
}
