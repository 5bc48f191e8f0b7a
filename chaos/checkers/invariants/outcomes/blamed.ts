import { excused } from "../../exemptions.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import type { ImageVerdict } from "../../../../src/ledger/image-verdicts.ts";
import { standingVerdict } from "../../../world/ledger-view.ts";
import { isBlueIll } from "../../causes/ill-side.ts";
import { seenByGate } from "../../causes/seen-by-gate.ts";
import { ownFault } from "../../causes/own-fault.ts";
import type { CheckerInput } from "../../checker-input.ts";
import { isLate } from "../../declared/seen-late.ts";
import type { Invariant, Wrote } from "../../invariant.ts";
import { sidesOf } from "../../sides.ts";

/** A run fails under these where a gate found its green bad. */
const OF_GATES = new Set(["GateFailed", "MetricFailed"]);

/**
 * Blame is complete. Of a rollout that went back since a gate failed that its image fails by itself, the image is in quarantine
 * before the rollback ends, where that is declared; and no image is for anything else: not where somebody aborted it, nothing
 * could be launched, its time was over or something else was wanted, nor a good one whose servers and alarms were well.
 */
export const blamed = (): Invariant => ({
  name: "blamed",
  wrote: (write, input) => {
    if (write.partition === "images") return wrongFault(write, input);
    if (!write.sort.startsWith("rollout#")) return undefined;
    const run = write.body as unknown as RolloutRecord;
    const before = write.before as RolloutRecord | undefined;
    return before?.endedAt === null && run.endedAt !== null ? missingFault(run, input) : undefined;
  },
});

function missingFault(run: RolloutRecord, input: CheckerInput): string | undefined {
  const { id, imageTo, outcome, failure, settlement, declaration } = run;
  const isWanted = declaration?.onFailure?.quarantine ?? true;
  if (outcome !== "rolled-back" || failure === null || settlement !== null || !isWanted) return undefined;
  // Blue serves with it: its next servers fail for something else.
  if (run.imageFrom === imageTo) return undefined;
  const seen = seenByGate(run, input);
  if (seen === undefined) return undefined;
  if (excused("blamed: an image whose blue fell ill, too", isBlueIll(run, input))) return undefined;
  if (excused("blamed: five minutes after what was read or done late", isLate(input))) return undefined;
  if (standingVerdict(imageTo, input.view) !== undefined) return undefined;
  return `${id} has gone back, ${seen}, and ${imageTo} is not in quarantine`;
}

function wrongFault({ body }: Wrote, input: CheckerInput): string | undefined {
  const { rollout, lifted, imageId } = body as unknown as ImageVerdict;
  const run = input.view.rollouts.get(rollout ?? "");
  if (run === undefined || lifted !== null) return undefined;
  const { id, failure, declaration } = run;
  const says = `${id} puts ${imageId} in quarantine`;
  if (declaration?.onFailure?.quarantine === false) return `${says}, and the declaration does not want that`;
  if (run.imageFrom === imageId) return `${says}, with which the generation serves that stays`;
  if (failure === null || !OF_GATES.has(failure.error))
    return `${says}, and it failed as ${failure?.error ?? "nothing"}`;
  return isWell(run, input) ? `${says}, and nothing of it was ill` : undefined;
}

/** The image has no fault of its own, none of its servers fell ill or ended, and no alarm rang. */
function isWell(run: RolloutRecord, input: CheckerInput): boolean {
  const { green } = sidesOf(input, run);
  const { world, trouble, serving } = input;
  const asked = { deadlines: run.declaration?.deadlines, strategy: run.declaration?.traffic.strategy ?? "" };
  if (ownFault(world.state.images.get(run.imageTo), asked) !== undefined) return false;
  const alarms = (run.declaration?.gates ?? []).flatMap((gate) => (gate.kind === "alarm" ? gate.alarms : []));
  const subjects = [...serving.members(green?.group ?? ""), ...alarms];
  return subjects.every((each) => trouble.lastAt(each) < run.startedAt);
}
