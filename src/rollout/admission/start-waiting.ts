import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import { InvalidInput, Rejected } from "../../errors/errors.ts";
import { appendDecision } from "../../ledger/entries.ts";
import { removeWaiting, waitingRequest } from "../../ledger/requests.ts";
import type { StepContext } from "../../step/step.ts";
import { executionName } from "./execution-name.ts";

type Context = Pick<StepContext, "ledger" | "clock" | "starter">;

/** As much of a request is kept as shows what it was. */
const KEPT = 500;

/**
 * Starts the request that waited, if there is one, and only then takes it from its place: a crash in between starts
 * it again under the same name, which starts nothing. One that can never be started is written down and dropped: the
 * rollout that ends here has nothing to do with it, and the next request needs the place.
 */
export async function startWaiting(fleet: string, context: Context): Promise<void> {
  const { ledger, starter } = context;
  const request = await waitingRequest(ledger, fleet);
  if (request === undefined) return;
  try {
    await starter.start("rollout", executionName(fleet, request), { fleet, request });
  } catch (error) {
    if (!(error instanceof Rejected || error instanceof InvalidInput)) throw error;
    await recordDropped(fleet, { request, reason: error.message }, context);
  }
  await removeWaiting(ledger, fleet, request);
}

async function recordDropped(
  fleet: string,
  { request, reason }: { readonly request: ReplacementRequest; readonly reason: string },
  { ledger, clock }: Context,
): Promise<void> {
  await appendDecision(ledger, {
    at: clock.now(),
    fleet,
    action: "drop-request",
    reason: `the request that waited cannot be started, so it is dropped: ${reason}`,
    evidence: { given: JSON.stringify(request).slice(0, KEPT) },
    actor: "start-waiting",
  });
}
