import { endsRunning } from "../../domain/rollout-decisions/ends-running.ts";
import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { putWaiting } from "../../ledger/requests.ts";
import { rollouts, type StoredRollout } from "../../ledger/runs/rollouts.ts";
import type { StepContext } from "../../step/step.ts";

export interface Asked {
  readonly fleet: string;
  readonly request: ReplacementRequest;
  /** Whether AWS has the request's image and it may be launched: a claim alone ends no rollout. */
  readonly launchable: () => Promise<boolean>;
}

/**
 * Newest wins. A request that finds the fleet taken waits in its one place; before traffic has moved a newer image
 * also ends the running rollout, which rolls back and makes room.
 */
export async function queue(
  asked: Asked,
  context: Pick<StepContext, "ledger" | "clock">,
): Promise<StepAnswer> {
  const { fleet, request } = asked;
  const said = (reason: string): StepAnswer => ({ verdict: "queued", waitSeconds: 0, reason });
  const { placed, other } = await putWaiting(context.ledger, fleet, request);
  if (!placed) return said(`a newer request waits for the fleet already (${other?.by ?? "unknown"})`);
  const holder = await rollouts.open(context.ledger, fleet);
  if (holder === undefined) return said("waits for the fleet to be free");
  const superseded = await supersede(holder, asked, context);
  const { id } = holder.run;
  return said(
    superseded ? `supersedes rollout ${id}, which rolls back first` : `waits for rollout ${id} to end`,
  );
}

async function supersede(
  stored: StoredRollout,
  { fleet, request, launchable }: Asked,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<boolean> {
  const { run: rollout, revision } = stored;
  if (!endsRunning(rollout, request) || !(await launchable())) return false;
  const reason = `a newer image, ${request.image}, was published before traffic moved`;
  await appendEntry(ledger, {
    at: clock.now(),
    fleet,
    rollout: rollout.id,
    phase: rollout.phase,
    kind: "decision",
    action: "supersede",
    reason,
    actor: request.by,
  });
  const abort = { requestedBy: request.by, reason, requestedAt: clock.now(), supersededBy: request.image };
  await rollouts.write(ledger, { ...rollout, abort }, revision);
  return true;
}
