import type { Hold } from "../../domain/decide/hold.ts";
import { waitingEvent } from "../../domain/outbox/waiting-event.ts";
import { keepForSweep } from "../../step/outbox/publish.ts";
import type { Work } from "../work.ts";

/** Writes down and has published, once for each wait, that green's first traffic waits for a window. The next sweep sends it. */
export async function publishWaiting({ by, reason, nextAt }: Hold, work: Work<never>): Promise<void> {
  const { fleet, id, waiting } = work.run();
  if (waiting?.reason === reason) return;
  await work.note("decision", reason, { action: "wait-for-window", evidence: { because: by, nextAt } });
  const event = waitingEvent(fleet, { act: "leave", because: by, reason, nextAt }, work.now());
  if (event === null) return;
  const detail = { ...event.detail, rollout: id };
  await keepForSweep(fleet, [{ ...event, id: `${event.id}-${id}`, detail }], work.context);
}
