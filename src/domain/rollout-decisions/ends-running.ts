import type { ReplacementRequest } from "../run/replacement-request.ts";
import type { RolloutRecord } from "../run/rollout.ts";

/**
 * Whether a request that finds this rollout running ends it: it names another image, no traffic has moved, it was made
 * later, and the rollout is not on its way back already.
 */
export function endsRunning(
  { imageTo, traffic, cause, failure, abort }: RolloutRecord,
  { image, at }: Pick<ReplacementRequest, "image" | "at">,
): boolean {
  const isOther = image !== null && image !== imageTo;
  return isOther && traffic.setAt === null && at >= cause.at && failure === null && abort === null;
}
