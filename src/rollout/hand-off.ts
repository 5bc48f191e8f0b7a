import { describeGroups } from "../aws/auto-scaling.ts";
import { commandFailures } from "../aws/ssm.ts";
import { formatDuration } from "../domain/duration.ts";
import type { Generation } from "../domain/generation.ts";
import type { StepAnswer } from "../domain/rollout.ts";
import { wait } from "./answers.ts";
import { unlessMissing } from "./fault.ts";
import { progressOf, sendOnce } from "./send-command.ts";
import type { Work } from "./work.ts";

const LOOK_SECONDS = 15;
const TOLD = 3;

/**
 * Asks every server of blue to prove its data safe before it goes. A server that does not is kept: blue is retained
 * as a whole, out of traffic. Null: nothing to wait for (handed off, retained, or no handoff declared).
 */
export async function blueHandsOff(
  blue: Generation,
  work: Work<"autoScaling" | "ssm">,
): Promise<StepAnswer | null> {
  const { handoff } = work.fleet.retire;
  const { marks } = work.rollout();
  if (handoff === undefined || marks["handed-off"] !== undefined || marks["retained"] !== undefined)
    return null;
  const servers =
    (await describeGroups(work.context.aws.autoScaling, [blue.group])).get(blue.group)?.instances.length ?? 0;
  if (servers > 0) {
    const order = {
      name: "handoff",
      group: blue.group,
      document: "AWS-RunShellScript",
      commands: [handoff.command],
      timeoutSeconds: handoff.timeout,
    };
    const sent = await sendOnce(order, work);
    const progress = sent.fresh ? undefined : await progressOf(sent, work);
    if (progress === undefined) return wait(LOOK_SECONDS, "blue's servers hand their data off");
    const { commandId, sentAt } = sent;
    const { completed, failed } = progress;
    const late = work.now() - sentAt > handoff.timeout * 1000;
    if (failed > 0 || (late && completed < servers)) return retainForHandoff(blue, commandId, work);
    if (completed < servers)
      return wait(
        LOOK_SECONDS,
        `${completed} of ${servers} servers handed their data off; ${formatDuration(handoff.timeout)} in all`,
      );
  }
  await work.note("evidence", `${servers} servers handed their data off`, {
    evidence: { command: work.rollout().commands["handoff"] },
  });
  await work.mark("handed-off");
  return null;
}

async function retainForHandoff(
  blue: Generation,
  commandId: string,
  work: Work<"autoScaling" | "ssm">,
): Promise<null> {
  const failures = (await unlessMissing(commandFailures(work.context.aws.ssm, commandId, TOLD))) ?? [];
  const who = failures.map(({ id, detail }) => `${id}: ${detail}`).join("; ");
  const reason = `no proof that its data is safe${who === "" ? "" : ` (${who})`}`;
  await work.note("decision", `generation ${blue.number} is kept out of traffic: ${reason}`, {
    action: "retain",
    subject: blue.group,
  });
  await work.mark("retained");
  return null;
}
