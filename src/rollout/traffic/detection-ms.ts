import { describeTargetGroups } from "../../aws/elbv2/elbv2.ts";
import type { Work } from "../work.ts";

/** How long these target groups take to find that a server does not answer: of several the slowest. */
export async function detectionMs(
  targetGroups: readonly string[],
  { context }: Work<"elbv2">,
): Promise<number> {
  if (targetGroups.length === 0) return 0;
  const described = await describeTargetGroups(context.aws.elbv2, [...targetGroups]);
  return 1000 * Math.max(0, ...[...described.values()].map(({ detectionSeconds }) => detectionSeconds));
}
