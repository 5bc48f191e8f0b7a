import { templatesOnce } from "../../aws/ec2/templates-once.ts";
import { decide, type Leave, type Start } from "../../domain/decide/decide.ts";
import { withAttempt, withNameUsed } from "../../domain/decide/attempts.ts";
import type { FleetState } from "../../domain/decide/fleet-state.ts";
import type { StartInput } from "../../domain/run/start-input.ts";
import { shownFault } from "../../domain/neighbours/fault.ts";
import { mayBeTargets } from "../../domain/traffic-pairs/may-be-targets.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { addBegun } from "../../ledger/runs/begun.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { changeWanted } from "../../ledger/wanted.ts";
import { nothingToDo, pass, refused } from "../../step/answers.ts";
import type { KeptFor } from "../../step/outbox/publish.ts";
import type { StepContext } from "../../step/step.ts";
import { converge } from "../convergence/converge.ts";
import { causeOf, decideAgain, onlyLaunchedBefore } from "./decide-again.ts";
import { type Plan, type PlanServices, planRollout } from "./plan-rollout.ts";
import type { Planned } from "./planned-record.ts";
import { keepStarted, type Subject } from "./record-answer.ts";
import { slotFor } from "./slot-for.ts";
import { awaitStart } from "./start-rate.ts";
import { assertHeld, giveBack, type TakenLease } from "./taken-lease.ts";
import { unlessThrottled } from "./unless-throttled.ts";

/** What Admit comes to; the fence is 0 where nothing was begun. */
export interface Begun {
  readonly answer: StepAnswer;
  readonly fence: number;
  readonly about?: Partial<Subject>;
  /** What is to be published of its beginning. */
  readonly kept?: KeptFor;
  /** The run that the execution goes on with, to settle it; not there where it begins one of its own, or none. */
  readonly settles?: string;
}

interface Beginning extends Pick<Planned, "fleet" | "declaration" | "id"> {
  readonly taken: TakenLease;
  /** What whoever started the execution had decided; null: a person asks. */
  readonly decided: StartInput["decided"] | null;
}

type Context = StepContext<PlanServices>;

/** Under the lease: decides again, plans the rollout and writes it down, or gives the lease back with the reason. */
export async function begin(beginning: Beginning, context: Context): Promise<Begun> {
  const { fleet, id, taken, decided } = beginning;
  const reason = decided?.reason ?? "operator";
  const early = await awaitStart({ fleet, rollout: id, reason }, context);
  const found = early ?? (await unlessThrottled(() => planAgain(beginning, context)));
  if ("rollout" in found) {
    const { imageFrom, imageTo, cause } = found.rollout;
    const about = { imageFrom, imageTo, reason: cause.reason };
    await assertHeld(taken, context);
    await recordBeside(id, found, context);
    const kept = await keepStarted(found.rollout, found.reason, context);
    await assertHeld(taken, context);
    const begun = { run: id, at: context.clock.now(), reason: cause.reason };
    await addBegun(context.ledger, fleet.fleet, begun);
    await rollouts.write(context.ledger, found.rollout, "absent");
    return { answer: pass(found.reason), fence: taken.fence, about, kept };
  }
  if (found.verdict === "refused") await recordRefused(beginning, found, context);
  // Its name is used up: what is begun when the hold is over has another, and is no second try of anything.
  const { isHeld, ...answer }: Nothing = found;
  if (decided != null && isHeld) await changeAttempts(context.ledger, fleet.fleet, withNameUsed);
  await giveBack(taken, context);
  // What is decided otherwise now is carried out by an execution of its own.
  if (decided != null && found.verdict === "nothing-to-do")
    await converge(fleet.fleet, { actor: id }, context);
  return { answer: { waitSeconds: 0, ...answer }, fence: taken.fence };
}

/** Beside what it begins is on record with each rollout: nobody remembers what an adoption said. */
async function recordBeside(
  rollout: string,
  { rollout: { fleet }, warnings }: Exclude<Plan, Nothing>,
  { ledger, clock }: Context,
): Promise<void> {
  for (const warning of warnings) {
    const said = { at: clock.now(), fleet, rollout, reason: shownFault(warning), actor: rollout };
    const entry = { ...said, phase: "Admit", kind: "decision", action: "begin-beside" } as const;
    await appendOnce(ledger, { ...entry, subject: warning.place });
  }
}

type Nothing = Pick<StepAnswer, "verdict" | "reason"> & {
  readonly waitSeconds?: number;
  /** The image that was not begun; null: it is not known. */
  readonly image?: string;
  /** It is begun by itself when something is over that holds it and is nobody's fault. */
  readonly isHeld?: true;
};

async function planAgain(beginning: Beginning, given: Context): Promise<Plan | Nothing> {
  // What the template says, and whose it is, is one answer.
  const context = { ...given, aws: { ...given.aws, ec2: templatesOnce(given.aws.ec2) } };
  const { fleet, declaration, id, decided } = beginning;
  const again = await decideAgain(fleet, decided == null, context);
  if ("refused" in again) return refused(again.refused);
  const { state, decision } = again;
  if (decision.act === "leave") return heldBy(decision);
  const { image } = decision.target;
  if (decided != null && decided.image !== image)
    return nothingToDo(`${decided.image} was decided on, and ${image} is by now: that is begun instead`);
  const asked = { fleet, declaration, id, ...(await targetOf(decision, state, context)) };
  const plan = await planRollout(asked, context);
  if ("rollout" in plan) {
    // A window may have closed while AWS was asked.
    const now = decide(state, context.clock.now());
    if (now.act === "leave") return heldBy(now);
    // Last, and before anything says that it begins: another fleet may have taken it meanwhile.
    const full = await slotFor({ fleet: fleet.fleet, run: id }, context);
    return full === null ? plan : { ...nothingToDo(full), isHeld: true };
  }
  if (plan.verdict === "nothing-to-do") await forgetLaunchedBefore(state, context);
  // Whoever asked is not to wonder when it begins after all.
  const stays = plan.verdict === "refused" ? "; it stays wanted, and is tried again after a while" : "";
  return { ...plan, reason: `${plan.reason}${stays}`, image };
}

/** Nothing was asked of AWS that could not be asked again: a hold is told as a refusal, with who ends it. */
export const notBegun = ({ because, reason }: Leave): StepAnswer =>
  WAITS.includes(because) ? nothingToDo(reason) : refused(reason);

function heldBy(decision: Leave): Nothing {
  const answer = notBegun(decision);
  return answer.verdict === "nothing-to-do" ? { ...answer, isHeld: true } : answer;
}

/** What is nobody's fault, and over without anybody: no failure that a later attempt waits longer for. */
const WAITS: readonly Leave["because"][] = [
  "nothing-due",
  "left-out",
  "running",
  "approval",
  "window",
  "calendar",
  "budget",
  "slots",
];

async function targetOf(decision: Start, state: FleetState, { ledger, clock }: Context) {
  const generations = (await listGenerations(ledger, state.fleet)).map(({ generation }) => generation);
  const live = generations.find((each) => each.state === "live") ?? null;
  return {
    live,
    beside: mayBeTargets(generations).filter((each) => each !== live),
    number: Math.max(0, ...generations.map((each) => each.number)) + 1,
    imageTo: decision.target.image,
    templateVersion: decision.target.templateVersion ?? state.wanted.template?.version ?? 0,
    cause: causeOf(decision, state, clock.now()),
    onlyLaunchedBefore: onlyLaunchedBefore(decision.due, state),
  };
}

/** No server is left that was launched before: the instant has been served. */
async function forgetLaunchedBefore({ fleet, wanted }: FleetState, { ledger }: Context): Promise<void> {
  const instant = wanted.launchedBefore?.instant;
  await changeWanted(ledger, fleet, (before) =>
    before.launchedBefore?.instant === instant ? { ...before, launchedBefore: null } : before,
  );
}

/** What is refused is tried again after a while, by an execution of another name: this one is used up. */
async function recordRefused(
  { fleet: { fleet }, id, decided }: Beginning,
  { reason, image }: Nothing,
  { ledger, clock }: Context,
): Promise<void> {
  const about = image ?? decided?.image;
  if (about === undefined) return;
  const ended = { fleet, run: id, image: about, reason, backsOff: true, now: clock.now() };
  await changeAttempts(ledger, fleet, (before) => withAttempt(before, ended));
}
