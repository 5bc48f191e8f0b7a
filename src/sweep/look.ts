import type { Fleet } from "../domain/declaration/fleet.ts";
import { appendOnce } from "../ledger/entries.ts";
import { converge } from "../rollout/convergence/converge.ts";
import { settleBounded } from "../rollout/convergence/settle-bounded.ts";
import { type DeclaredNow, readDeclared } from "../rollout/declared/read-declared.ts";
import { recordDeclared } from "../rollout/declared/record-declared.ts";
import type { Irregularity } from "./orphans.ts";
import type { SweepContext } from "./sweep.ts";

/** Fleets that are decided about at once: each takes a dozen small reads of the ledger. */
const FLEETS_AT_ONCE = 10;

const ACTOR = "sweep";

/**
 * Reads what the declarations of all fleets name and decides about each of them, so that a change is carried out though its
 * event was lost. What cannot be read is told, and the fleet stays as it is.
 */
export async function lookAtAll(fleets: readonly Fleet[], context: SweepContext): Promise<Irregularity[]> {
  const read = await readDeclared(fleets, context);
  const looked = await settleBounded(fleets, FLEETS_AT_ONCE, (fleet) =>
    lookAt(fleet, read.get(fleet.fleet), context),
  );
  return looked.flatMap((each, index) => {
    if (each.status === "fulfilled") return each.value ?? [];
    const irregularity = `could not be decided about: ${String(each.reason)}`;
    return { fleet: fleets[index]?.fleet ?? "", irregularity, repaired: false };
  });
}

async function lookAt(
  fleet: Fleet,
  read: DeclaredNow | Error | undefined,
  context: SweepContext,
): Promise<Irregularity | undefined> {
  const name = fleet.fleet;
  if (read instanceof Error || read === undefined) {
    const irregularity = `what its declaration names cannot be read: ${read?.message ?? "nothing was answered"}`;
    const about = { at: context.clock.now(), fleet: name, rollout: null, phase: null, actor: ACTOR };
    const entry = { ...about, kind: "evidence" as const, action: "irregularity", reason: irregularity };
    if (await appendOnce(context.ledger, entry))
      await context.publish("Fleet Needs Attention", { fleet: name, irregularity });
    return { fleet: name, irregularity, repaired: false };
  }
  await recordDeclared(fleet, read, "the sweep read it", context);
  await converge(name, { actor: ACTOR, executions: context.executions }, context);
  return undefined;
}
