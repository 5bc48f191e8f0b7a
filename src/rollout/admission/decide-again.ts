import { readTemplate } from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { type Decision, decide, type Start } from "../../domain/decide/decide.ts";
import type { Due, FleetState } from "../../domain/decide/fleet-state.ts";
import { imageSource, namedBy, pinInForce } from "../../domain/decide/wanted.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Cause } from "../../domain/run/cause.ts";
import { ServiceUnavailable, Throttled } from "../../errors/errors.ts";
import { readWanted } from "../../ledger/wanted.ts";
import type { StepContext } from "../../step/step.ts";
import { keepApprovals } from "../approval/keep-approvals.ts";
import { readStateBeside } from "../convergence/read-state.ts";
import { calendarsOf, readAnew } from "../declared/read-calendars.ts";
import { type DeclaredNow, readDeclared } from "../declared/read-declared.ts";
import { recordDeclared } from "../declared/record-declared.ts";

interface DecidedAgain {
  readonly state: FleetState;
  readonly decision: Decision;
}

/**
 * Decides under the lease, from the template as it is now. What the declaration names is read again where a person asks, and
 * where nobody has read it for this declaration: whoever decided before has read it a moment ago.
 */
export async function decideAgain(
  fleet: Fleet,
  isAsked: boolean,
  context: StepContext<"ec2" | "ssm" | "imageBuilder">,
): Promise<DecidedAgain | { readonly refused: string }> {
  const fault = await recordNow(fleet, isAsked, context);
  if (fault !== null) return { refused: fault };
  // Whoever decided before may have been told of it minutes ago, and whoever edits a calendar tells nobody.
  await readAnew(calendarsOf([fleet]), context);
  const read = await readStateBeside(fleet, undefined, context);
  const isChanged = await keepApprovals(read, context);
  const state = isChanged ? await readStateBeside(fleet, undefined, context) : read;
  return { state, decision: decide(state, context.clock.now()) };
}

/** Writes down what the declaration names now; answers why it cannot be known, in words, and writes nothing then. */
export async function recordNow(
  fleet: Fleet,
  isAsked: boolean,
  context: StepContext<"ec2" | "ssm" | "imageBuilder">,
): Promise<string | null> {
  const read = await readNow(fleet, isAsked, context);
  if (read instanceof Error) return `what ${imageSource(fleet.image)} names cannot be read: ${read.message}`;
  if (read.templateVersion === null)
    return `launch template ${fleet.template} does not exist (any more): declare one that does`;
  await recordDeclared(fleet, read, "Admit read it", context);
  return null;
}

/** Throws Throttled and ServiceUnavailable: what passes is waited for. */
async function readNow(
  fleet: Fleet,
  isAsked: boolean,
  context: StepContext<"ec2" | "ssm" | "imageBuilder">,
): Promise<DeclaredNow | Error> {
  const source = imageSource(fleet.image);
  const wanted = await readWanted(context.ledger, fleet.fleet);
  const known = namedBy(wanted, source);
  if (isAsked || known === null) {
    const read = (await readDeclared([fleet], context)).get(fleet.fleet);
    if (read instanceof Throttled || read instanceof ServiceUnavailable) throw read;
    const isNeeded = known === null && pinInForce(wanted, source, context.clock.now()) === null;
    if (!(read instanceof Error) || isNeeded) return read ?? new Error("it was not read");
  }
  const template = await undefinedIfNotFound(readTemplate(context.aws.ec2, fleet.template));
  const named = { image: known?.image ?? null, madeAt: known?.madeAt ?? null };
  return { ...named, source, templateVersion: template?.defaultVersion ?? null };
}

/** Why the run is begun, as its record keeps it. */
export function causeOf({ due, reason }: Start, { wanted, source }: FleetState, now: number): Cause {
  const pin = pinInForce(wanted, source, now);
  const named = namedBy(wanted, source);
  const isImage = due.some(({ key }) => key.startsWith("image "));
  // A pin that runs already is not what the run is for.
  const asker = isImage && pin !== null ? pin : wanted.launchedBefore;
  const by = reason === "operator" ? asker?.by : isImage ? named?.by : undefined;
  return {
    reason,
    by: by ?? "moult",
    at: now,
    serves: due.map(({ what }) => what),
    evidence: isImage && pin === null ? (named?.evidence ?? {}) : {},
  };
}

/** The instant, when servers launched before it are all that a run would serve. */
export const onlyLaunchedBefore = (due: readonly Due[], { wanted }: FleetState): number | null =>
  due.every(({ key }) => key.startsWith("launched-before "))
    ? (wanted.launchedBefore?.instant ?? null)
    : null;
