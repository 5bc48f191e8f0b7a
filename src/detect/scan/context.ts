import type { StepContext } from "../../step/step.ts";

/** What a scan reads, writes, tells and starts with. */
export type ScanContext = Pick<
  StepContext<"ec2" | "autoScaling">,
  "ledger" | "clock" | "aws" | "starter" | "publish" | "measure"
>;

/** Who is told of in what a scan writes. */
export const ACTOR = "scan";
