import { isDeepStrictEqual } from "node:util";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import type { RetirementRecord } from "../../../src/domain/run/retirement.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { hasDecided } from "../../world/ledger-view.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change, Invariant } from "../invariant.ts";

/**
 * Every change has its own entry, with a reason and with exactly what is asked for, written by the same process before
 * the request leaves it. Every outcome, every failure and every retained generation has its decision.
 */
export const audited = (): Invariant => ({
  name: "audited",
  change: entryFault,
  written: (sort, input) => {
    const [kind, id = ""] = sort.split("#");
    const { rollouts, recycles, retirements } = input.view;
    const runs = { rollout: rollouts, recycle: recycles, retirement: retirements }[kind ?? ""];
    const run = runs?.get(id);
    return run && decisionFault(run, input);
  },
});

function entryFault({ call, entry }: Change): string | undefined {
  if (entry === undefined) return "no entry was written before it";
  if (entry.action !== call.action) return `the entry before it is about ${entry.action}`;
  if (entry.request !== JSON.stringify(call.input) && !sameRequest(entry.request, call.input))
    return `the entry before it says ${entry.request}`;
  return entry.reason === "" ? "its entry has no reason" : undefined;
}

function decisionFault(
  { id, outcome, failure, milestones }: RolloutRecord | RecycleRecord | RetirementRecord,
  { view }: CheckerInput,
): string | undefined {
  if (outcome !== null && !hasDecided(view, id, outcome)) return `${id} is ${outcome}, and no entry says why`;
  const isRecorded = ["roll-back", "recover", "abort"].some((action) => hasDecided(view, id, action));
  if (failure !== null && !isRecorded) return `${id} failed (${failure.reason}), and no entry says so`;
  if ("retained" in milestones && !hasDecided(view, id, "retain"))
    return `${id} retains its blue, and no entry says why`;
  return undefined;
}

/** The wire drops what is undefined and orders members by the schema, so requests are compared as values. */
function sameRequest(written: string, sent: unknown): boolean {
  return isDeepStrictEqual(normal(JSON.parse(written)), normal(JSON.parse(JSON.stringify(sent))));
}

function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === null ? [] : [[key, normal(each)]])),
  );
}
