import type { MoultEvent } from "../moult-event.ts";
import { strandedCommands } from "../recycle/stranded.ts";
import type { Reason } from "../run/cause.ts";
import { type RecycleRecord, serversOf } from "../run/recycle.ts";
import type { OutgoingEvent } from "./outbox.ts";
import { saidOf } from "./said-of.ts";

type DetailType = Extract<MoultEvent["detail-type"], `Recycle ${string}`>;

/** What is published of a recycle: of each kind once. `since` tells apart what may come to the same recycle more than once. */
function recycleEvent(
  detailType: DetailType,
  detail: Readonly<Record<string, unknown>> & Pick<RecycleRecord, "fleet"> & { readonly rollout: string },
  since: number | null = null,
): OutgoingEvent {
  const again = since === null ? "" : `-${since}`;
  return {
    id: `${detailType.toLowerCase().replaceAll(" ", "-")}-${detail.rollout}${again}`,
    detailType,
    detail,
  };
}

const aboutOf = (run: RecycleRecord, outcomeReason: string | null, now: number) => ({
  fleet: run.fleet,
  rollout: run.id,
  reason: run.cause.reason,
  generation: run.generation,
  image: run.image,
  servers: serversOf(run).length,
  replaced: run.replaced,
  outcomeReason,
  ...saidOf(run, now),
});

/** That it begins, and with what. */
export const recycleStarted = (run: RecycleRecord, reason: string, now: number): OutgoingEvent =>
  recycleEvent("Recycle Started", aboutOf(run, reason, now));

const ENDS = {
  succeeded: "Recycle Succeeded",
  superseded: "Recycle Superseded",
  "needs-person": "Recycle Needs Person",
} as const;

/** How it ended; of servers that are left, with what a person does about them. */
export function recycleEnded(run: RecycleRecord, now: number): OutgoingEvent {
  const { outcome, stranded, abort, group, outcomeReason } = run;
  const isNamed = outcome === "succeeded" || outcome === "superseded" || outcome === "needs-person";
  const type = isNamed ? ENDS[outcome] : "Recycle Rolled Back";
  const about = aboutOf(run, outcomeReason, now);
  if (type === "Recycle Rolled Back") return recycleEvent(type, { ...about, by: abort?.requestedBy ?? null });
  if (type !== "Recycle Needs Person" || stranded === null) return recycleEvent(type, about);
  const { standby, substitutes } = stranded;
  const next = [...strandedCommands(stranded, { group, size: stranded.size }), ...about.next];
  return recycleEvent(type, { ...about, standby, substitutes, next });
}

interface Refused {
  readonly fleet: string;
  /** The execution's name. */
  readonly id: string;
  readonly reason: Reason;
  readonly outcomeReason: string;
}

/** That an execution began nothing, and why: refused, or stopped by an error before anything was written down. */
export const recycleRefused = ({ fleet, id: rollout, reason, outcomeReason }: Refused): OutgoingEvent =>
  recycleEvent("Recycle Refused", {
    fleet,
    rollout,
    reason,
    generation: null,
    image: null,
    servers: 0,
    replaced: [],
    outcomeReason,
  });

interface Steered {
  readonly act: "pause" | "resume";
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  /** When a pause ends by itself. */
  readonly until: number | null;
}

/** What is published of a person's act on a recycle as it is after that, once for each of them. */
export function recycleSteered(run: RecycleRecord, { act, by, reason, at, until }: Steered): OutgoingEvent {
  const detail = { ...aboutOf(run, reason, at), by };
  if (act === "resume") return recycleEvent("Recycle Resumed", detail, at);
  return recycleEvent("Recycle Paused", { ...detail, until: new Date(until ?? at).toISOString() }, at);
}
