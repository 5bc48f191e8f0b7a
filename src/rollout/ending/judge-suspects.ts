import { describeAlarms } from "../../aws/alarms.ts";
import type { Suspect } from "../../domain/gate.ts";
import { type SuspectVerdict, judgeSuspect } from "../../domain/blame/judge-suspect.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { AccessDenied, Rejected, ServiceUnavailable } from "../../errors/errors.ts";
import { pause } from "../../step/answers.ts";
import { greenOf, type Work } from "../work.ts";

const POLL_SECONDS = 30;
/** What CloudWatch answers where alarms cannot be read: green is taken down all the same, and not blamed for it. */
const UNREAD = [AccessDenied, Rejected, ServiceUnavailable];

/**
 * Whether an alarm that rang while green had traffic blames the image: if it is OK again in its own time after green had none.
 * Null: that is decided, or there is nothing to decide; else what the rollback's end has to wait for.
 */
export async function judgeSuspects(work: Work<"cloudWatch">): Promise<StepAnswer | null> {
  const { suspects = [] } = work.run();
  if (suspects.length === 0) return null;
  const zeroAt = lastTraffic(work);
  if (zeroAt === null) return pause(POLL_SECONDS, "whether the image is to blame is seen once green is gone");
  const readings = await readAlarms(suspects, work);
  const verdicts = suspects.map((each) => ({
    ...each,
    ...judgeSuspect(each, readings?.get(each.alarm), { zeroAt, now: work.now() }),
  }));
  const guilty = verdicts.find(({ verdict }) => verdict === "at-fault");
  const open = verdicts.find(({ verdict }) => verdict === "open");
  if (guilty === undefined && open !== undefined)
    return pause(POLL_SECONDS, `whether the image is to blame is open: ${open.reason}`);
  await decide(guilty ?? verdicts[0], verdicts, work);
  return null;
}

type Judged = Suspect & SuspectVerdict;

async function decide(by: Judged | undefined, verdicts: readonly Judged[], work: Work<never>): Promise<void> {
  const { failure } = work.run();
  const isAtFault = by?.verdict === "at-fault";
  const said = isAtFault ? "the image is at fault" : "the image is not blamed";
  await work.note("decision", `${said}: ${verdicts.map(({ reason }) => reason).join("; ")}`, {
    action: isAtFault ? "blame" : "no-blame",
    subject: work.run().imageTo,
    evidence: { verdicts },
  });
  await work.update({
    suspects: [],
    ...(isAtFault && failure && { failure: { ...failure, imageAtFault: true, reach: "fleet" } }),
  });
}

/** When green had traffic last; null: it still may. Servers that pull work until their group goes. */
function lastTraffic(work: Work<never>): number | null {
  const { traffic, removals, milestones } = work.run();
  if (work.strategy.source.kind === "nothing") return removals[greenOf(work).group]?.toZeroAt ?? null;
  const reverted = milestones["traffic-reverted"] ?? work.now();
  return traffic.setPercent === 0 ? (traffic.setAt ?? reverted) : reverted;
}

async function readAlarms(suspects: readonly Suspect[], { context }: Work<"cloudWatch">) {
  try {
    const names = suspects.map(({ alarm }) => alarm);
    const alarms = await describeAlarms(context.aws.cloudWatch, names);
    return new Map(alarms.map((each) => [each.name, each]));
  } catch (error) {
    if (UNREAD.some((each) => error instanceof each)) return undefined;
    throw error;
  }
}
