import type { ApprovalAsk } from "../../../src/domain/approval/approval-ask.ts";
import { answerApproval } from "../../../src/rollout/approval/answer-approval.ts";
import { ringBell } from "../../../src/rollout/approval/ring-bell.ts";
import type { AnswerPlan } from "../../draws/brakes/approval-plan.ts";
import { bellsOf } from "../../processes/bells-of.ts";
import { start } from "../operator-actions.ts";
import type { ChaosWorld } from "../world.ts";

const ARN = "arn:aws:iam::123456789012:user/";
export const ADA_ARN = `${ARN}ada`;

/** People hear what waits for a yes, and answer as drawn, each ask once; whatever is asked when the last answer is given gets the first one again. */
export function answerAsks(chaos: ChaosWorld): void {
  const { answers = [] } = chaos.plan.fleet.approval ?? {};
  const heard = new Set<string>();
  chaos.ledger.onWrite(({ sort }) => {
    if (sort !== "approvals" || answers.length === 0) return;
    for (const ask of chaos.view.approvals) {
      const id = `${ask.key} ${ask.askedAt}`;
      const plan = answers[heard.size % answers.length];
      if (heard.has(id) || ask.answer !== null || plan === undefined) continue;
      heard.add(id);
      chaos.simulator.world.after(plan.afterSeconds, () => void answer(plan, ask, chaos));
    }
  });
}

/** Who answers means what they were asked about: by its image. */
async function answer(plan: AnswerPlan, ask: ApprovalAsk, chaos: ChaosWorld): Promise<void> {
  await say(plan, ask, chaos);
  if (!plan.isContradicted) return;
  await chaos.clock.sleep(5000);
  await say({ ...plan, verdict: plan.verdict === "approved" ? "rejected" : "approved" }, ask, chaos);
}

async function say({ who, verdict }: AnswerPlan, { image }: ApprovalAsk, chaos: ChaosWorld): Promise<void> {
  const { ledger, clock, note } = chaos;
  const reason = `${who} has looked at it`;
  if (who === "console") {
    await start(chaos, { do: verdict === "approved" ? "approve" : "reject", reason });
    return;
  }
  try {
    const asked = { fleet: "web", verdict, by: ARN + who, proof: "caller-identity" as const, reason, image };
    await answerApproval(asked, { ledger, clock });
    note(`${who} ${verdict} ${image}`);
  } catch (error) {
    note(`${who}'s answer is none: ${String(error)}`);
  }
  await ringBell("web", { ledger, clock, bells: bellsOf(chaos) });
}
