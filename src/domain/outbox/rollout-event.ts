import type { MoultEvent } from "../moult-event.ts";
import type { Reason } from "../run/cause.ts";
import type { OutgoingEvent } from "./outbox.ts";

interface RolloutDetail {
  readonly fleet: string;
  readonly rollout: string;
  readonly reason: Reason;
  readonly imageFrom: string | null;
  readonly imageTo: string | null;
  readonly outcomeReason: string | null;
}

/**
 * What is published of a rollout: of each kind once, however often a step that says it is run. `since` tells apart what may
 * come to the same rollout more than once.
 */
export const rolloutEvent = (
  detailType: Extract<MoultEvent["detail-type"], `Rollout ${string}`>,
  detail: RolloutDetail,
  since: number | null = null,
): OutgoingEvent => ({
  id: `${detailType.toLowerCase().replaceAll(" ", "-")}-${detail.rollout}${since === null ? "" : `-${since}`}`,
  detailType,
  detail: { ...detail },
});
