import type { StepContext } from "../step/step.ts";

/** What the sweep reads, repairs and starts with. */
export type SweepContext = Pick<
  StepContext<"autoScaling" | "elbv2" | "ec2" | "ssm" | "imageBuilder">,
  "ledger" | "clock" | "aws" | "starter" | "executions" | "publish" | "legPolls"
>;
