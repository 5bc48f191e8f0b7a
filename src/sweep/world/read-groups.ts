import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { SweepContext } from "../context.ts";

/** These groups, by name, as they are now: after what the ledger says of them. One call for a hundred. */
export const readGroups = (
  names: readonly string[],
  { aws }: { readonly aws: Pick<SweepContext["aws"], "autoScaling"> },
): Promise<ReadonlyMap<string, Group>> => describeGroups(aws.autoScaling, names);
