import type { Fleet } from "../../domain/declaration/fleet.ts";
import { listStorms } from "../../ledger/storms.ts";
import { converge } from "../../rollout/convergence/converge.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { ScanContext } from "./context.ts";
import { holdStorms } from "./hold-storms.ts";
import type { ScanProgress } from "./scan.ts";

const FLEETS_AT_ONCE = 10;

/** What a whole scan leads to: storms are held, and the fleets of which something was found are decided about. */
export async function endScan(
  fleets: readonly Fleet[],
  { changed, servers }: ScanProgress,
  context: ScanContext,
): Promise<string> {
  if (changed.length > 0 || (await listStorms(context.ledger)).length > 0)
    await holdStorms(fleets, { ...context, actor: "scan" });
  const decided = await settleBounded(changed, FLEETS_AT_ONCE, (fleet) =>
    converge(fleet, { actor: "scan" }, context),
  );
  const begun = decided.filter((each) => each.status === "fulfilled" && each.value?.execution != null).length;
  const failed = decided.find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return `${servers} servers of ${fleets.length} fleets: ${changed.length} fleets with findings to act on, ${begun} rollouts begun`;
}
