import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { World } from "../../world/world.ts";
import type { Operation } from "../operation.ts";
import { page } from "./pages.ts";
import { LIMIT_NAMES, type LimitName, limitOf } from "./quotas.ts";

export const describeAccountLimits: Operation<DescribeAccountLimitsInput, DescribeAccountLimitsOutput> = {
  kind: "read",
  accepts: ["Marker", "PageSize"],
  handle(input, { state }) {
    const { items, marker } = page(LIMIT_NAMES, input);
    return { Limits: items.map((Name) => ({ Name, Max: String(limitOf(state, Name)) })), ...marker };
  },
};

/** Raises a quota of the account, as AWS does on request. */
export function raiseLimit(world: World, name: LimitName, max: number): void {
  world.state.raisedLimits.set(name, max);
}
