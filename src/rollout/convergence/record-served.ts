import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { keepActedOn } from "../../ledger/found/acted-on.ts";
import { listFindings } from "../../ledger/findings.ts";
import type { StepContext } from "../../step/step.ts";

/** Keeps for which drifts a rollout has replaced servers, so that one which comes back is known again. */
export async function recordServed(
  { fleet, blue, imageTo: image, templateVersion }: RolloutRecord,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<void> {
  const at = clock.now();
  const served = (await listFindings(ledger, fleet)).filter(
    ({ kind, mode, generation }) => kind === "drift" && mode !== "report" && generation === blue,
  );
  await keepActedOn(
    ledger,
    fleet,
    served.map(({ field, observed }) => ({ field, observed, image, templateVersion, at })),
  );
}
