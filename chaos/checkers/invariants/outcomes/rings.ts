import { excused } from "../../exemptions.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { unsettledRollout } from "../../../world/ledger-view.ts";
import type { CheckerInput } from "../../checker-input.ts";
import type { Invariant, Wrote } from "../../invariant.ts";
import type { SweepMetrics } from "../../rings/metrics.ts";
import { openUnsent } from "../../rings/unsent.ts";
import { type ToSay, toSay } from "../../spoken/to-say.ts";

/** What has stood for two sweeps' intervals was seen by one that told of it, and by one after it. */
const STOOD_MS = 600_000;
/** So often it is looked what stands: what was over in between stands anew. */
const LOOK_MS = 20_000;

/**
 * Whatever must ring would ring: as long as something stands that a person was told of, each sweep counts it in the metric that
 * resources/attention.yml has an alarm on; events that wait for the bus are counted too; and the execution that ends a
 * rollout which did not succeed ends as failed, for resources/alarms.yml. None rings for nothing.
 */
export const rings = (): Invariant => {
  const standing = openStanding();
  const unsent = openUnsent();
  /** Rollouts by the execution that wrote down their end. */
  const endedBy = new Map<string, RolloutRecord>();
  let heard = 0;
  const judge = (input: CheckerInput): string | undefined => {
    standing.look(input, heard < input.sweeps.length);
    while (heard < input.sweeps.length) {
      const metrics = input.sweeps[heard];
      heard += 1;
      const fault =
        metrics &&
        (attentionFault(metrics, { standing: standing.now(), isSending: unsent.isAny() }, input) ??
          unsent.fault(metrics));
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

interface Standing extends ToSay {
  readonly since: number;
}

/** Follows what stands that a person has to look at, and since when without a break. */
function openStanding() {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let all: ReadonlyMap<string, Standing> = new Map();
  return {
    look: (input: CheckerInput, isDue: boolean): void => {
      const now = input.world.now();
      if (!isDue && now - lookedAt < LOOK_MS) return;
      lookedAt = now;
      const unsettled = String(unsettledRollout(input.view)?.id);
      const found = toSay(input).filter(
        ({ isAttention, isHeld, key }) =>
          isAttention && !isHeld && (!key.includes("needs a person") || key.includes(unsettled)),
      );
      all = new Map(found.map((each) => [each.key, { ...each, since: all.get(each.key)?.since ?? now }]));
    },
    now: (): readonly Standing[] => [...all.values()],
  };
}

/** What stands, was told and has stood for long is counted; and what is counted was told. */
function attentionFault(
  { startedAt, values }: SweepMetrics,
  { standing, isSending }: { readonly standing: readonly Standing[]; readonly isSending: boolean },
  { said }: CheckerInput,
): string | undefined {
  const count = values.get("NeedAttention");
  if (count === undefined) return "a sweep says nothing of NeedAttention";
  const reported = said.filter(({ at }) => at < startedAt);
  const sure = standing.filter(({ since, isSaid }) => {
    const isNew = excused("rings: what has stood for less than ten minutes", startedAt - since < STOOD_MS);
    return !isNew && reported.some(isSaid);
  });
  if (count < sure.length)
    return `${sure.length} things need a person, and NeedAttention is ${count}: ${sure.map(({ key }) => key).join("; ")}`;
  return count > 0 && !isSending && said.every(({ kind }) => kind === "")
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
