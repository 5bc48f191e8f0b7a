import { describeAlarms } from "../../aws/alarms.ts";
import type { GateVerdict } from "../../domain/gate.ts";
import { combineVerdicts, type Gate, judgeGate, namedGates } from "../../domain/gate-kinds.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail, wait } from "../../step/answers.ts";
import { batchOf, type RecycleWork } from "../recycle-step.ts";
import { recordedVerdict } from "./recorded-verdict.ts";

type Work = RecycleWork<"cloudWatch">;

const POLL_SECONDS = 15;

/**
 * Why old servers that are out of traffic may not end: an alarm of the fleet's gates has begun to ring since substitutes serve. Nobody is
 * blamed: substitutes run what the others run, in the same target group, so no alarm is about them alone. One that rang before is not
 * judged; what cannot be read is asked again. Null: nothing rings, or no alarm is declared, which costs no call.
 */
export async function alarmBlocker(work: Work): Promise<StepAnswer | null> {
  const gates = namedGates(work.fleet.gates).flatMap(({ name, gate }) =>
    gate.kind === "alarm" ? [{ name, gate }] : [],
  );
  if (gates.length === 0) return null;
  const observedFrom = work.now();
  const names = [...new Set(gates.flatMap(({ gate }) => gate.alarms))];
  const alarms = await describeAlarms(work.context.aws.cloudWatch, names);
  const verdicts = gates.map(({ name, gate }) => judge({ name, gate }, { alarms, observedFrom }, work));
  await keep(verdicts, work);
  const { verdict, reason } = combineVerdicts(verdicts);
  if (verdict === "pass") return null;
  if (verdict === "fail") return fail(`${reason}; it began when substitutes served`, "GateFailed");
  return work.inPhase() > work.fleet.deadlines.validate
    ? fail(`${reason}; nothing is said against the substitutes`, "GateUnread")
    : wait(POLL_SECONDS, `${reason}: old servers end when it can be read`);
}

function judge(
  { name, gate }: { readonly name: string; readonly gate: Extract<Gate, { kind: "alarm" }> },
  {
    alarms,
    observedFrom,
  }: { readonly alarms: Awaited<ReturnType<typeof describeAlarms>>; readonly observedFrom: number },
  work: Work,
): GateVerdict {
  const firstAt = work.run().milestones.served ?? null;
  return judgeGate(
    gate,
    { alarms },
    {
      gate: name,
      servers: batchOf(work).servers.length,
      now: work.now(),
      observedFrom,
      since: work.run().gates.find((each) => each.gate === name)?.since ?? null,
      traffic: { firstAt, allAt: null, targetGroups: [] },
    },
  );
}

/** What the record keeps of them, and history once of what decides nothing. */
async function keep(verdicts: readonly GateVerdict[], work: Work): Promise<void> {
  const { gates } = work.run();
  for (const { gate, reason, remark } of verdicts) {
    const isKnown = gates.some((each) => each.gate === gate && each.reason === reason);
    if (remark === undefined || isKnown) continue;
    await work.note("evidence", `${gate}: ${reason}`, { action: remark.action, evidence: remark.evidence });
  }
  const judged = verdicts.map(recordedVerdict);
  const others = gates.filter((each) => verdicts.every(({ gate }) => gate !== each.gate));
  await work.update({ gates: [...others, ...judged] });
}
