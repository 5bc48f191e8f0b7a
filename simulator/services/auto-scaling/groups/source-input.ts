import type { TrafficSourceIdentifier } from "@aws-sdk/client-auto-scaling";
import type { WorldState } from "../../../world/state.ts";
import { ServiceFault } from "../../operation.ts";
import { invalid } from "./find.ts";

/** aws-facts 2: target groups of one group. */
export const MOST_TARGET_GROUPS = 50;

interface SourcesGiven {
  readonly TargetGroupARNs?: readonly string[] | undefined;
  readonly TrafficSources?: readonly TrafficSourceIdentifier[] | undefined;
}

/**
 * ARNs of the target groups that a call names, each once and each existing. Classic load balancers and VPC Lattice are
 * refused: the simulator has none.
 */
export function targetGroupsGiven(state: WorldState, given: SourcesGiven): string[] {
  const sources = (given.TrafficSources ?? []).map(({ Identifier: arn = "", Type: type = "elbv2" }) => {
    if (type !== "elbv2") throw invalid(`The simulator has no traffic sources of type ${type}.`);
    return arn;
  });
  const arns = [...new Set([...(given.TargetGroupARNs ?? []), ...sources])];
  if (arns.some((arn) => !state.targetGroups.has(arn))) {
    throw invalid("Provided Target Groups may not be valid. Please ensure they exist and try again.");
  }
  if (arns.length > MOST_TARGET_GROUPS) {
    throw new ServiceFault("LimitExceeded", `A group can have at most ${MOST_TARGET_GROUPS} target groups.`);
  }
  return arns;
}
