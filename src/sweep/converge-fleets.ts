import type { Fleet } from "../domain/declaration/fleet.ts";
import { converge } from "../rollout/convergence/converge.ts";
import { settleBounded } from "../rollout/convergence/settle-bounded.ts";
import { type DeclaredNow, readDeclared } from "../rollout/declared/read-declared.ts";
import { recordDeclared } from "../rollout/declared/record-declared.ts";
import type { Irregularity } from "./world/orphans.ts";
import type { SweepContext } from "./context.ts";
import { passes, reportFound } from "./told/report.ts";

/** Fleets that are decided about at once: each takes a dozen small reads of the ledger. */
const FLEETS_AT_ONCE = 10;

const ACTOR = "sweep";

/** A rollout that a sweep has begun, or that was begun for the same reason before. */
export interface BegunBySweep {
  readonly fleet: string;
  readonly rollout: string;
  readonly reason: string;
}

interface ConvergedFleets {
  readonly irregularities: readonly Irregularity[];
  /** What was thrown: of one fleet, and it kept no other from its turn. */
  readonly failures: readonly { readonly fleet: string; readonly error: unknown }[];
  readonly begun: readonly BegunBySweep[];
}

/**
 * Reads what the declarations of all fleets name and decides about each of them, so that a change is carried out though its
 * event was lost. What cannot be read is told, and the fleet stays as it is.
 */
export async function convergeFleets(
  fleets: readonly Fleet[],
  context: SweepContext,
): Promise<ConvergedFleets> {
  const read = await readDeclared(fleets, context);
  const settled = await settleBounded(fleets, FLEETS_AT_ONCE, (fleet) =>
    convergeFleet(fleet, read.get(fleet.fleet), context),
  );
  const found = settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  return {
    irregularities: found.flatMap((each) => each.irregularity ?? []),
    failures: settled.flatMap((each, index) =>
      each.status === "rejected"
        ? [{ fleet: fleets[index]?.fleet ?? "", error: each.reason as unknown }]
        : [],
    ),
    begun: found.flatMap((each) => each.begun ?? []),
  };
}

async function convergeFleet(
  fleet: Fleet,
  read: DeclaredNow | Error | undefined,
  context: SweepContext,
): Promise<{ readonly irregularity?: Irregularity; readonly begun?: BegunBySweep }> {
  const name = fleet.fleet;
  const irregularity = await takeRead(fleet, read, context);
  // Also where nothing could be read: a pin, a wait that is over and force are in the ledger.
  const decider = { actor: ACTOR, executions: context.executions };
  const { decision, execution } = (await converge(name, decider, context)) ?? {};
  const found = irregularity === undefined ? {} : { irregularity };
  if (decision?.act !== "start" || execution == null) return found;
  const reason = decision.due.map(({ what }) => what).join("; ");
  return { ...found, begun: { fleet: name, rollout: execution, reason } };
}

/** Writes down what was read; tells what could not be. */
async function takeRead(
  fleet: Fleet,
  read: DeclaredNow | Error | undefined,
  context: SweepContext,
): Promise<Irregularity | undefined> {
  const name = fleet.fleet;
  if (read instanceof Error || read === undefined) {
    const irregularity = `what its declaration names cannot be read: ${read?.message ?? "nothing was answered"}`;
    const kind = "unread-declaration" as const;
    const commands = [`moult plan ${name}`, "moult fleet apply <file>"];
    const found = { key: irregularity, kind, reason: irregularity, commands };
    if (!passes(read)) await reportFound(name, { source: "declaration", found: [found] }, context);
    return { fleet: name, irregularity, repaired: false };
  }
  await reportFound(name, { source: "declaration", found: [] }, context);
  await recordDeclared(fleet, read, "the sweep read it", context);
  return undefined;
}
