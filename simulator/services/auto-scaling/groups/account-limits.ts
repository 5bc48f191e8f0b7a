import type {
  DescribeAccountLimitsCommandInput,
  DescribeAccountLimitsCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { Operation } from "../../operation.ts";
import { mostGroups } from "./create-group.ts";
import type { Answer } from "./find.ts";

/** aws-facts 2: 500 groups a Region. The simulator has no launch configurations. */
export const DescribeAccountLimits: Operation<
  DescribeAccountLimitsCommandInput,
  Answer<DescribeAccountLimitsCommandOutput>
> = {
  kind: "read",
  accepts: [],
  handle: (_input, { state }) => ({
    MaxNumberOfAutoScalingGroups: mostGroups(state),
    MaxNumberOfLaunchConfigurations: 200,
    NumberOfAutoScalingGroups: state.groups.size,
    NumberOfLaunchConfigurations: 0,
  }),
};
