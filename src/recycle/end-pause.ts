import { formatInstant } from "../domain/format-instant.ts";
import { recycleSteered } from "../domain/outbox/recycle-event.ts";
import { pauseNow } from "../domain/steering/pause.ts";
import { unpausedRecycle } from "../domain/steering/steer-recycle.ts";
import { keepForSweep } from "../step/outbox/publish.ts";
import type { RecycleRecord } from "../domain/run/recycle.ts";
import type { RunWork } from "../step/work.ts";

/** Takes a pause that nobody ended from the record once its time is over, and says so. */
export async function endPause(work: RunWork<RecycleRecord, never>): Promise<void> {
  const run = work.run();
  const { pause, failure, abort } = run;
  if (pause === null || failure !== null || abort !== null || pauseNow(run, work.now()) !== null) return;
  const reason = `the pause of ${pause.by} is over since ${formatInstant(pause.until)}: the recycle goes on`;
  await work.note("decision", reason, { action: "pause-over" });
  const after = { ...run, ...unpausedRecycle(run, work.now()) };
  const resumed = { act: "resume", by: "moult", reason, at: pause.until, until: null } as const;
  await keepForSweep(run.fleet, [recycleSteered(after, resumed)], work.context);
  await work.update(unpausedRecycle(run, work.now()));
}
