import type { StepContext } from "../step/step.ts";
import type { Outboxes } from "./told/outboxes.ts";

/** What the sweep reads, repairs and starts with. */
export type SweepContext = Pick<
  StepContext<"autoScaling" | "elbv2" | "ec2" | "ssm" | "imageBuilder">,
  "ledger" | "clock" | "aws" | "starter" | "executions" | "publish" | "bells" | "legPolls"
> & {
  /** Rollouts that may be open at once in the account; null: any number. Not there: who sweeps was not told, and it stays as it is. */
  readonly atOnce?: number | null;
  /** Which version of moult sweeps. Not there: nobody's that is deployed. */
  readonly version?: string;
  /** What was read of the outboxes in this sweep. Not there: each is read whenever something is found. */
  readonly outboxes?: Outboxes;
};
