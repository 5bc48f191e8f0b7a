import { formatInstant } from "../../domain/format-instant.ts";
import { steeringEvent } from "../../domain/outbox/rollout-event.ts";
import { pauseNow } from "../../domain/steering/pause.ts";
import { unpaused } from "../../domain/steering/steer.ts";
import { keepForSweep } from "../../step/outbox/publish.ts";
import type { Work } from "../work.ts";

/** Takes a pause that nobody ended from the record: its time is over, or the rollout goes back. */
export async function endPause(work: Work<never>): Promise<void> {
  const run = work.run();
  const { pause, timers } = run;
  if (pause === null || pauseNow(run, work.now()) !== null) return;
  // On the way back the deadline is another one.
  const isBack = run.failure !== null || run.abort !== null;
  if (isBack) return work.update({ pause: null });
  const reason = `the pause of ${pause.by} is over since ${formatInstant(pause.until)}: the rollout goes on`;
  await work.note("decision", reason, { action: "pause-over" });
  const unpausedRun = { ...run, ...unpaused(run, work.now()) };
  const event = steeringEvent(unpausedRun, {
    act: "resume",
    by: "moult",
    reason,
    at: pause.until,
    until: null,
  });
  await keepForSweep(run.fleet, [event], work.context);
  // What has to get good has its whole time from now on, as after a freeze.
  await work.update({ ...unpaused(run, work.now()), timers: { ...timers, stood: work.now() } });
}
