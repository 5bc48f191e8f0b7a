import { describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import type { StepContext } from "../../step/step.ts";
import type { FleetSize } from "./fleet-row.ts";

/** How many servers these groups have, by group: one call for a hundred. Throws what the call throws. */
export async function readSizes(
  plane: { adoption(): Promise<Pick<StepContext<"autoScaling">, "aws">> },
  groups: readonly string[],
): Promise<ReadonlyMap<string, FleetSize>> {
  if (groups.length === 0) return new Map();
  const { aws } = await plane.adoption();
  const found = await describeGroups(aws.autoScaling, groups);
  return new Map(
    [...found].map(([name, { instances, desired }]) => [
      name,
      { inService: instances.filter(isServing).length, desired },
    ]),
  );
}

const isServing = ({
  lifecycleState,
  healthy,
}: {
  readonly lifecycleState: string;
  readonly healthy: boolean;
}) => lifecycleState === "InService" && healthy;
