import { readApprovals } from "../../../src/ledger/asked/approvals.ts";
import { answerApproval } from "../../../src/rollout/approval/answer-approval.ts";
import type { Web } from "./harness.ts";

export const ADA = "arn:aws:iam::123456789012:user/ada";

/** Ada answers what waits for an approval, from the command line. */
export const answers = (
  { ledger, simulator, runtime }: Web,
  verdict: "approved" | "rejected",
  image: string | null = null,
) =>
  answerApproval(
    { fleet: "web", verdict, by: ADA, proof: "caller-identity", reason: `Ada ${verdict} it`, image },
    { ledger, clock: simulator.clock, publish: runtime.publish },
  );

export const asksOf = ({ ledger }: Web) => readApprovals(ledger, "web");

/** The details of the events of approvals, by type, in order. */
export const approvalEvents = ({ published }: Web) =>
  published
    .map((event) => event as unknown as { "detail-type": string; detail: Record<string, unknown> })
    .filter((event) => event["detail-type"].startsWith("Approval "))
    .map(({ "detail-type": type, detail }) => [detail["again"] ? `${type} again` : type, detail["image"]]);
