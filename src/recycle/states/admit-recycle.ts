import { autoScalingClient } from "../../aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { imageBuilderClient } from "../../aws/imagebuilder.ts";
import { ssmClient } from "../../aws/ssm/ssm.ts";
import { withNameUsed } from "../../domain/decide/attempts.ts";
import { legTakenOver } from "../../domain/run/leg.ts";
import type { RecycleRecord } from "../../domain/run/recycle.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { readFleet } from "../../ledger/fleets.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { readLease } from "../../ledger/leases.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import type { StoredRun } from "../../ledger/runs/run-store.ts";
import { takeFleet } from "../../rollout/admission/take-fleet.ts";
import { pass, refused } from "../../step/answers.ts";
import { takeUpLeg } from "../../step/legs/take-up-leg.ts";
import { recover, takeOver } from "../../step/recovery/recover.ts";
import { recordRefusal } from "../../step/refuse-input.ts";
import { defineState } from "../../step/state.ts";
import type { AdmitAnswer, AdmitInput, StepContext } from "../../step/step.ts";
import { recycleTask } from "../../step/task-input.ts";
import { beginRecycle } from "../admission/begin-recycle.ts";
import { type Admission, recordAdmission } from "../admission/record-admission.ts";
import { recycleKind } from "../recycle-kind.ts";

type Context = StepContext<"ec2" | "autoScaling" | "ssm" | "imageBuilder">;

/**
 * Decides whether servers of the live generation may be replaced in place, under the fleet's lease, and writes down which. One that was
 * admitted before is taken up where it stands.
 */
export async function admitRecycle(input: AdmitInput, context: Context): Promise<AdmitAnswer> {
  const { ledger } = context;
  const { fleet, run: id } = input;
  if (input.recover !== undefined)
    return recover(recycleKind, { fleet, run: input.recover, execution: id }, context);
  if (input.leg !== undefined) return takeUpLeg(recycleKind, { fleet, ...input.leg, execution: id }, context);
  const known = await recycles.read(ledger, fleet, id);
  const admission = known === undefined ? await admitNew(input, context) : await takeUp(known, context);
  const lease = await readLease(ledger, fleet);
  const fence = lease?.owner === id ? lease.fence : 0;
  await recordAdmission(admission, { fleet, run: id }, context);
  return { ...admission.answer, rollout: id, fence };
}

async function admitNew({ fleet, run: id }: AdmitInput, context: Context): Promise<Admission> {
  const { ledger, clock } = context;
  const declared = await readFleet(ledger, fleet);
  if (declared === undefined) {
    const reason = `no fleet is named ${fleet}: see moult fleet list, or declare it with moult fleet apply`;
    await recordRefusal({ run: id, phase: "AdmitRecycle", reason, given: { fleet } }, context);
    return { answer: refused(reason) };
  }
  const frozen = await activeFreeze(ledger, fleet, clock.now());
  if (frozen) {
    await changeAttempts(ledger, fleet, withNameUsed);
    return { answer: refused(`frozen: ${frozen.reason}`), isPublished: true };
  }
  const taken = await takeFleet({ fleet, owner: id }, context);
  if (!("verdict" in taken)) return beginRecycle({ declared, id, taken }, context);
  if (taken.verdict === "nothing-to-do") await changeAttempts(ledger, fleet, withNameUsed);
  return { answer: taken, isPublished: true };
}

/** A recycle that was admitted before: an execution of its name was started again. */
async function takeUp({ run, revision }: StoredRun<RecycleRecord>, context: Context): Promise<Admission> {
  if (run.endedAt !== null) return { answer: refused(`recycle ${run.id} has ended (${run.outcome})`) };
  const lease = await takeOver(recycleKind, run, context);
  if (!lease.taken)
    return { answer: refused(`${lease.holder.owner ?? "nobody"} holds the fleet: wait for its end`) };
  const { id: execution } = run;
  await recycles.write(context.ledger, { ...run, execution, leg: legTakenOver(run) }, revision);
  const begins = pass("taken up where it stands");
  const goesOn = { ...begins, verdict: "take-up" as const, phase: run.phase };
  return { answer: run.phase === "AdmitRecycle" ? begins : goesOn };
}

export const admitRecycleState = defineState({
  phase: "AdmitRecycle",
  input: recycleTask,
  services: {
    ec2: ec2Client,
    autoScaling: autoScalingClient,
    ssm: ssmClient,
    imageBuilder: imageBuilderClient,
  },
  ports: ["starter", "executions", "publish"],
  step: admitRecycle,
});
