import { recycleSteered } from "../../domain/outbox/recycle-event.ts";
import type { RecycleRecord } from "../../domain/run/recycle.ts";
import type { Steering } from "../../domain/steering/steer.ts";
import { steerRecycle } from "../../domain/steering/steer-recycle.ts";
import { appendDecision } from "../../ledger/entries.ts";
import { putExcept } from "../../ledger/except.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import type { StoredRun } from "../../ledger/runs/run-store.ts";
import { dropKept, keepForSweep } from "../../step/outbox/publish.ts";
import type { StepContext } from "../../step/step.ts";
import type { SteeredRun, Written } from "./steered-run.ts";

interface Deciding {
  readonly stored: StoredRun<RecycleRecord>;
  readonly written: Written;
  readonly now: number;
}

/** Does what a person asks of servers that are replaced in place: written down, published, and carried out at the next look. */
export async function steerRecycleRun(
  asked: Steering,
  { stored, written, now }: Deciding,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<SteeredRun> {
  const { run, revision } = stored;
  const { fleet, act, by, reason } = asked;
  const { id, phase, pause, image, templateVersion, declaration } = run;
  const answer = steerRecycle(asked, run, now);
  if ("noop" in answer) {
    if (written.event !== null) await dropKept(fleet, written.event, { ledger });
    return { changed: false, rollout: id, reason: answer.noop, until: pause?.until ?? null };
  }
  const { changes, said } = answer;
  if (!written.entry)
    await appendDecision(ledger, { at: now, fleet, rollout: id, phase, action: act, reason, actor: by });
  written.entry = true;
  // Before the record is: a recycle that has ended must find it there.
  if (changes.abort != null) {
    const of = declaration && { template: declaration.template };
    await putExcept(ledger, fleet, { image, templateVersion, ...of, since: now, by, reason });
  }
  const until = changes.pause?.until ?? null;
  if (act === "pause" || act === "resume") {
    const event = recycleSteered({ ...run, ...changes }, { act, by, reason, at: now, until });
    written.event = event.id;
    await keepForSweep(fleet, [event], { ledger, clock });
  }
  await recycles.write(ledger, { ...run, ...changes }, revision);
  return { changed: true, rollout: id, reason: said, until };
}
