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

/** What is published of a rollout: of each kind once, however often a step that says it is run. */
export const rolloutEvent = (
  detailType: Extract<MoultEvent["detail-type"], `Rollout ${string}`>,
  detail: RolloutDetail,
): OutgoingEvent => ({
  id: `${detailType.toLowerCase().replaceAll(" ", "-")}-${detail.rollout}`,
  detailType,
  detail: { ...detail },
});
