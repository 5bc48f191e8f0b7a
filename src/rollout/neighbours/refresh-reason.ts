import { runningRefresh } from "../../aws/auto-scaling/auto-scaling.ts";
import type { StepContext } from "../../step/step.ts";

/** That somebody has a group replace its servers now, in words; null: nobody does. One call. */
export async function refreshReason(
  group: string,
  { aws }: Pick<StepContext<"autoScaling">, "aws">,
): Promise<string | null> {
  const refresh = await runningRefresh(aws.autoScaling, group);
  if (refresh === null) return null;
  const { id, status, percent } = refresh;
  const done = percent === null ? status : `${status}, ${percent}%`;
  return `instance refresh ${id} of ${group} goes on (${done}) and replaces its servers, too: wait for its end, or end it (aws autoscaling cancel-instance-refresh --auto-scaling-group-name ${group})`;
}
