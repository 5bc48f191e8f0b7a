import type { StepContext } from "../step/step.ts";
import type { Outboxes } from "./told/outboxes.ts";

/** What the sweep reads, repairs and starts with. */
export type SweepContext = Pick<
  StepContext<"autoScaling" | "elbv2" | "ec2" | "ssm" | "imageBuilder">,
  "ledger" | "clock" | "aws" | "starter" | "executions" | "publish" | "legPolls"
> & {
  /** What was read of the outboxes in this sweep. Not there: each is read whenever something is found. */
  readonly outboxes?: Outboxes;
};
