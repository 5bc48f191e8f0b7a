import type { ApprovalAsk } from "../domain/approval/approval-ask.ts";
import type { Leave } from "../domain/decide/decide.ts";
import type { Fleet } from "../domain/declaration/fleet.ts";
import { readCalendar } from "../ledger/brakes/calendars.ts";
import { ringBell } from "../rollout/approval/ring-bell.ts";
import { converge } from "../rollout/convergence/converge.ts";
import { settleBounded } from "../rollout/convergence/settle-bounded.ts";
import { readCalendars } from "../rollout/declared/read-calendars.ts";
import { type DeclaredNow, readDeclared } from "../rollout/declared/read-declared.ts";
import { recordDeclared } from "../rollout/declared/record-declared.ts";
import type { FleetSummary } from "../domain/explain/fleet-summary.ts";
import type { SweepContext } from "./context.ts";
import type { Known } from "./known.ts";
import type { Outboxes } from "./told/outboxes.ts";
import { passes, reportFound } from "./told/report.ts";
import type { Irregularity } from "./world/orphans.ts";

/** Fleets that are decided about at once: each takes a dozen small reads of the ledger. */
const FLEETS_AT_ONCE = 10;

const ACTOR = "sweep";

type Context = SweepContext & { readonly outboxes: Outboxes };

/** A rollout that a sweep has begun, or that was begun for the same reason before. */
export interface BegunBySweep {
  readonly fleet: string;
  readonly rollout: string;
  readonly reason: string;
}

export interface ConvergedFleets {
  readonly irregularities: readonly Irregularity[];
  /** What was thrown: of one fleet, and it kept no other from its turn. */
  readonly failures: readonly { readonly fleet: string; readonly error: unknown }[];
  readonly begun: readonly BegunBySweep[];
  /** Where something is due, and waits for other than a run of its own. */
  readonly waits: ReadonlySet<string>;
  /** What nobody has answered yet, by fleet. */
  readonly asks: ReadonlyMap<string, readonly ApprovalAsk[]>;
}

/**
 * Reads what the declarations of all fleets name and decides about each of them, so that a change is carried out though its
 * event was lost. What cannot be read is told, and the fleet stays as it is.
 */
export async function convergeFleets(
  fleets: readonly Fleet[],
  { summaries }: Pick<Known, "summaries">,
  context: Context,
): Promise<ConvergedFleets> {
  const read = await readDeclared(fleets, context);
  await readCalendars(fleets, context);
  const settled = await settleBounded(fleets, FLEETS_AT_ONCE, (fleet) =>
    convergeFleet(fleet, { read: read.get(fleet.fleet), summary: summaries.get(fleet.fleet) }, context),
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
    waits: new Set(found.flatMap(({ fleet, waits }) => (waits ? [fleet] : []))),
    asks: new Map(found.map(({ fleet, asks }) => [fleet, asks])),
  };
}

interface ConvergedFleet extends Pick<BegunBySweep, "fleet"> {
  readonly waits: boolean;
  readonly asks: readonly ApprovalAsk[];
  readonly irregularity?: Irregularity;
  readonly begun?: BegunBySweep;
}

/** Why nothing is begun where nothing waits, or where what stands is counted otherwise. */
const RESTS: readonly Leave["because"][] = ["nothing-due", "running", "frozen", "needs-person", "unnamed"];

/** What was read of a fleet before it is decided about. */
interface Read {
  readonly read: DeclaredNow | Error | undefined;
  /** What lists show of it. */
  readonly summary: FleetSummary | undefined;
}

async function convergeFleet(
  fleet: Fleet,
  { read, summary }: Read,
  context: Context,
): Promise<ConvergedFleet> {
  const name = fleet.fleet;
  const irregularity = await takeRead(fleet, read, context);
  await reportCalendar(fleet, context);
  // Also where nothing could be read: a pin, a wait that is over and force are in the ledger.
  const shown = { summary, outbox: await context.outboxes.read(name) };
  const decider = { actor: ACTOR, executions: context.executions, known: shown };
  await ringBell(name, context);
  const { decision, execution, asks = [] } = (await converge(name, decider, context)) ?? {};
  const waits = decision?.act === "leave" && !RESTS.includes(decision.because);
  const found = { fleet: name, waits, asks, ...(irregularity !== undefined && { irregularity }) };
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

/** Tells of a calendar that counts as closed because it cannot be read: somebody has to mend that, or nothing begins. */
async function reportCalendar({ fleet, windows }: Fleet, context: SweepContext): Promise<void> {
  const name = windows?.calendar;
  const reading = name === undefined ? null : await readCalendar(context.ledger, name);
  const isOver = reading?.state !== "unreadable" || reading.passes;
  const found = {
    key: `calendar ${name}`,
    kind: "unread-calendar" as const,
    reason: `change calendar ${name} cannot be read, and counts as closed: ${reading?.reason}`,
    commands: [`moult fleet validate <file> --against-account`, "moult fleet apply <file>"],
  };
  await reportFound(fleet, { source: "calendar", found: isOver ? [] : [found] }, context);
}
