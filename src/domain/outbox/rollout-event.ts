import type { MoultEvent } from "../moult-event.ts";
import type { Reason } from "../run/cause.ts";
import type { RolloutRecord } from "../run/rollout.ts";
import type { OutgoingEvent } from "./outbox.ts";
import { saidOf } from "./said-of.ts";

type DetailType = Extract<
  MoultEvent["detail-type"],
  `Rollout ${string}` | "Traffic Shifted" | "Nothing To Do"
>;

interface RolloutDetail {
  readonly fleet: string;
  readonly rollout: string;
  readonly reason: Reason;
  readonly imageFrom: string | null;
  readonly imageTo: string | null;
  readonly outcomeReason: string | null;
  /** Who asked for it. */
  readonly by?: string | null;
  /** The one sentence about it, with what can be done; not there: no record was made of it. */
  readonly said?: ReturnType<typeof saidOf>;
}

/**
 * What is published of a rollout: of each kind once, however often a step that says it is run. `since` tells apart what may
 * come to the same rollout more than once.
 */
export const rolloutEvent = (
  detailType: DetailType,
  { said, ...detail }: RolloutDetail,
  since: number | null = null,
): OutgoingEvent => ({
  id: `${detailType.toLowerCase().replaceAll(" ", "-")}-${detail.rollout}${since === null ? "" : `-${since}`}`,
  detailType,
  detail: { ...detail, ...said },
});

const STEERED = { pause: "Rollout Paused", resume: "Rollout Resumed", promote: "Rollout Promoted" } as const;

interface Steered {
  readonly act: keyof typeof STEERED;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  /** When a pause ends by itself. */
  readonly until: number | null;
}

/** What is published of a person's act on a rollout as it is after that, once for each of them. */
export function steeringEvent(run: RolloutRecord, { act, by, reason, at, until }: Steered): OutgoingEvent {
  const { fleet, id, cause, imageFrom, imageTo } = run;
  const about = { fleet, rollout: id, reason: cause.reason, imageFrom, imageTo, said: saidOf(run, at) };
  const { detail, ...event } = rolloutEvent(STEERED[act], { ...about, outcomeReason: reason, by }, at);
  return {
    ...event,
    detail: { ...detail, ...(act === "pause" && { until: new Date(until ?? at).toISOString() }) },
  };
}

/** What is published of a step whose share is read back, once for each step; on the way back the end says it. */
export function shiftEvent(run: RolloutRecord, steps: number, now: number): OutgoingEvent {
  const { fleet, id, cause, imageFrom, imageTo, traffic } = run;
  const { setPercent: percent, step } = traffic;
  const sentence = `green has ${percent}% of the traffic, read back; step ${step} of ${steps}`;
  const about = { fleet, rollout: id, reason: cause.reason, imageFrom, imageTo, outcomeReason: sentence };
  const said = { ...saidOf(run, now), sentence };
  const { detail, ...event } = rolloutEvent("Traffic Shifted", { ...about, said }, step);
  return { ...event, detail: { ...detail, percent } };
}
