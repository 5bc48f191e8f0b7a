import { excused } from "../../exemptions.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { unsettledRollout } from "../../../world/ledger-view.ts";
import type { CheckerInput } from "../../checker-input.ts";
import type { Invariant, Wrote } from "../../invariant.ts";
import type { SweepMetrics } from "../../rings/metrics.ts";
import { openUnsent } from "../../rings/unsent.ts";
import { toSay } from "../../spoken/to-say.ts";

/** Something stands for certain that stood at three sweeps in a row: nobody took it back in between. */
const SWEEPS = 3;

/**
 * Whatever must ring would ring: as long as something stands that a person was told of, each sweep counts it in the metric that
 * resources/attention.yml has an alarm on; events that wait for the bus are counted too; and the execution that ends a
 * rollout which did not succeed ends as failed, for resources/alarms.yml. None rings for nothing.
 */
export const rings = (): Invariant => {
  const stood = new Map<string, number>();
  const unsent = openUnsent();
  /** Rollouts by the execution that wrote down their end. */
  const endedBy = new Map<string, RolloutRecord>();
  let heard = 0;
  const judge = (input: CheckerInput): string | undefined => {
    while (heard < input.sweeps.length) {
      const metrics = input.sweeps[heard];
      heard += 1;
      const fault =
        metrics &&
        (attentionFault(metrics, { stood, isSending: unsent.isAny() }, input) ?? unsent.fault(metrics));
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
  return {
    name: "rings",
    wrote: (write, input) => {
      unsent.wrote(write, input.world.now());
      const ended = endOf(write);
      if (ended !== undefined) endedBy.set(write.invocation.execution ?? "", ended);
      return undefined;
    },
    written: (_sort, input) => judge(input),
    worldEvent: (_event, input) => judge(input),
    quiescent: (input) => judge(input) ?? statusFault(endedBy, input),
  };
};

function endOf({ sort, body, before }: Wrote): RolloutRecord | undefined {
  const run = body as unknown as RolloutRecord;
  const isEnd = sort.startsWith("rollout#") && run.endedAt !== null;
  return isEnd && (before as RolloutRecord | undefined)?.endedAt === null ? run : undefined;
}

/** What stands, was told and has stood for long is counted; and what is counted was told. */
function attentionFault(
  { startedAt, values }: SweepMetrics,
  { stood, isSending }: { readonly stood: Map<string, number>; readonly isSending: boolean },
  input: CheckerInput,
): string | undefined {
  const count = values.get("NeedAttention");
  if (count === undefined) return "a sweep says nothing of NeedAttention";
  const unsettled = unsettledRollout(input.view)?.id;
  const standing = toSay(input).filter(
    ({ isAttention, isHeld, key }) =>
      isAttention && !isHeld && (!key.includes("needs a person") || key.includes(String(unsettled))),
  );
  const keys = new Set(standing.map(({ key }) => key));
  for (const key of stood.keys()) if (!keys.has(key)) stood.delete(key);
  const said = input.said.filter(({ at }) => at < startedAt);
  let sure = 0;
  for (const { key, isSaid } of standing) {
    const times = (stood.get(key) ?? 0) + 1;
    stood.set(key, times);
    if (!excused("rings: what stood at fewer than three sweeps", times < SWEEPS) && said.some(isSaid))
      sure += 1;
  }
  if (count < sure)
    return `${sure} things need a person, and NeedAttention is ${count}: ${[...keys].join("; ")}`;
  return count > 0 && !isSending && input.said.every(({ kind }) => kind === "")
    ? `NeedAttention is ${count}, and nobody was told of anything`
    : undefined;
}

/** How the machine's own metric counts the execution that ended a rollout, and how that ended. */
function statusFault(
  endedBy: ReadonlyMap<string, RolloutRecord>,
  { statuses, disturbedAt }: CheckerInput,
): string | undefined {
  for (const [execution, { id, outcome, startedAt }] of endedBy) {
    const status = statuses.get(execution);
    if (outcome !== "succeeded" && status === "SUCCEEDED")
      return `${id} ended as ${outcome}, and ${execution} as ${status}: no alarm rings`;
    // Whatever goes wrong after a rollout was closed fails its execution.
    const isDisturbed = disturbedAt >= startedAt;
    const isLater = excused("rings: an execution that fails once its rollout is closed", isDisturbed);
    if (outcome === "succeeded" && status === "FAILED" && !isLater)
      return `${id} succeeded, and ${execution} ended as ${status}: an alarm rings`;
  }
  return undefined;
}
