import * as z from "zod";
import { duration } from "../duration.ts";

/** When a person has to say yes, and what happens when nobody does. */
export const approvalSettings = z.strictObject({
  before: z
    .enum(["launch", "shift"])
    .describe(
      "launch: before servers of another image or template version are launched. shift: before green gets its first traffic.",
    ),
  // No default: who declares an approval has to know what a forgotten one does.
  deadline: duration(300, 1_209_600).describe("How long an answer is waited for; 5m to 14d."),
  onDeadline: z
    .enum(["reject", "proceed"])
    .default("reject")
    .describe(
      "reject: it is refused then, until a person says retry. proceed: it goes on, and says so. Default reject.",
    ),
  approvers: z
    .array(z.string().regex(/^arn:[a-z*-]+:(iam|sts):[^\s]*$/, "must be the ARN of a user or role"))
    .min(1)
    .max(50)
    .optional()
    .describe(
      "ARNs of who may answer, with * for any characters; an answer that nobody proves is none then. Default: whoever may write it.",
    ),
});
export type ApprovalSettings = z.infer<typeof approvalSettings>;

/** What counts for drifts of mode `approve` where the declaration says nothing about approvals. */
export const DRIFT_APPROVAL = { deadline: 604_800, onDeadline: "reject" } as const;
