import { removeWaiting, waitingRequest } from "../../ledger/requests.ts";
import type { StepContext } from "../../step/step.ts";
import { executionName } from "./execution-name.ts";

/**
 * Starts the request that waited, if there is one, and only then takes it from its place: a crash in between starts
 * it again under the same name, which starts nothing.
 */
export async function startWaiting(
  fleet: string,
  { ledger, starter }: Pick<StepContext, "ledger" | "starter">,
): Promise<void> {
  const request = await waitingRequest(ledger, fleet);
  if (request === undefined) return;
  await starter.start("rollout", executionName(fleet, request), { fleet, request });
  await removeWaiting(ledger, fleet, request);
}
