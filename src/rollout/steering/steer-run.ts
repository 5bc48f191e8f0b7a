import { steeringEvent } from "../../domain/outbox/rollout-event.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { type Steering, steer } from "../../domain/steering/steer.ts";
import { againOnConflict } from "../../ledger/conflict.ts";
import { appendDecision } from "../../ledger/entries.ts";
import { putExcept } from "../../ledger/except.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import { rollouts, type StoredRollout } from "../../ledger/runs/rollouts.ts";
import { dropKept, keepForSweep } from "../../step/outbox/publish.ts";
import type { StepContext } from "../../step/step.ts";
import { steerRecycleRun } from "./steer-recycle-run.ts";
import type { SteeredRun, Written } from "./steered-run.ts";

type Context = Pick<StepContext, "ledger" | "clock">;

/**
 * Does what a person asks of the rollout that holds the fleet: written down, published, and carried out at the rollout's next look. What is
 * taken back is refused by them: nothing begins it again until a person does.
 */
export async function steerRun(asked: Steering, context: Context): Promise<SteeredRun> {
  const { ledger, clock } = context;
  const { fleet } = asked;
  // One act, however often somebody else writes the record in between: it is written down and published once.
  const now = clock.now();
  const written: Written = { entry: false, event: null };
  return againOnConflict(async () => {
    const stored = await rollouts.open(ledger, fleet);
    const recycle = stored === undefined ? await recycles.open(ledger, fleet) : undefined;
    if (recycle !== undefined) return steerRecycleRun(asked, { stored: recycle, written, now }, context);
    const answer = steer(asked, stored?.run, now);
    if (stored !== undefined && "changes" in answer)
      return write(asked, { stored, answer, written, now }, context);
    if (written.event !== null) await dropKept(fleet, written.event, { ledger });
    const { id = null, pause = null } = stored?.run ?? {};
    const reason = "noop" in answer ? answer.noop : "";
    return { changed: false, rollout: id, reason, until: pause?.until ?? null };
  });
}

interface Deciding {
  readonly stored: StoredRollout;
  readonly answer: Extract<ReturnType<typeof steer>, { readonly said: string }>;
  readonly written: Written;
  readonly now: number;
}

/** The entry first, then what is refused and what is published, and the record last. */
async function write(
  { fleet, act, by, reason }: Steering,
  { stored: { run, revision }, answer: { changes, said }, written, now }: Deciding,
  { ledger, clock }: Context,
): Promise<SteeredRun> {
  const { id, phase } = run;
  if (!written.entry) {
    const decision = { at: now, fleet, rollout: id, phase, action: act, reason, actor: by };
    await appendDecision(ledger, decision);
    written.entry = true;
  }
  if (changes.abort != null) await except(run, { by, reason, now }, { ledger });
  const until = changes.pause?.until ?? null;
  if (act !== "abort" && act !== "rollback") {
    const event = steeringEvent({ ...run, ...changes }, { act, by, reason, at: now, until });
    written.event = event.id;
    await keepForSweep(fleet, [event], { ledger, clock });
  }
  await rollouts.write(ledger, { ...run, ...changes }, revision);
  return { changed: true, rollout: id, reason: said, until };
}

/** Before the record is: a rollout that has ended must find it there. */
async function except(
  { fleet, imageTo: image, templateVersion, declaration }: RolloutRecord,
  { by, reason, now }: { readonly by: string; readonly reason: string; readonly now: number },
  { ledger }: Pick<Context, "ledger">,
): Promise<void> {
  const of = declaration && { template: declaration.template };
  await putExcept(ledger, fleet, { image, templateVersion, ...of, since: now, by, reason });
}
