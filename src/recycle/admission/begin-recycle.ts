import { templatesOnce } from "../../aws/ec2/templates-once.ts";
import { withAttempt, withNameUsed } from "../../domain/decide/attempts.ts";
import { type Decision, decide, type Start } from "../../domain/decide/decide.ts";
import type { FleetState } from "../../domain/decide/fleet-state.ts";
import type { Generation } from "../../domain/generation.ts";
import { recycleStarted } from "../../domain/outbox/recycle-event.ts";
import { leftOutWords } from "../../domain/recycle/left-out.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import type { DeclaredFleet } from "../../ledger/fleets.ts";
import { keepLeftOut } from "../../ledger/found/left-out.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { addBegun } from "../../ledger/runs/begun.ts";
import { recycles } from "../../ledger/runs/recycles.ts";
import { notBegun } from "../../rollout/admission/begin.ts";
import { causeOf, decideAgain } from "../../rollout/admission/decide-again.ts";
import { slotFor } from "../../rollout/admission/slot-for.ts";
import { assertHeld, giveBack, type TakenLease } from "../../rollout/admission/taken-lease.ts";
import { unlessThrottled } from "../../rollout/admission/unless-throttled.ts";
import { converge } from "../../rollout/convergence/converge.ts";
import { nothingToDo, pass, refused } from "../../step/answers.ts";
import { keepEvents } from "../../step/outbox/publish.ts";
import type { StepContext } from "../../step/step.ts";
import { planRecycle } from "./plan-recycle.ts";
import { type PlannedRecycle, recycleRecordOf } from "./recycle-record.ts";
import type { Admission } from "./record-admission.ts";

type Context = StepContext<"ec2" | "autoScaling" | "ssm" | "imageBuilder">;

interface Beginning {
  readonly declared: DeclaredFleet;
  /** The execution's name, and the id of the recycle. */
  readonly id: string;
  readonly taken: TakenLease;
}

/** Under the lease: decides again, looks at the group and writes the recycle down, or gives the lease back with the reason. */
export async function beginRecycle(beginning: Beginning, context: Context): Promise<Admission> {
  const { declared, id, taken } = beginning;
  const { fleet } = declared.fleet;
  const found = await unlessThrottled(() => planAndWrite(beginning, context));
  const admission: Admission = "answer" in found ? found : { answer: found, isPublished: true };
  const { verdict } = admission.answer;
  if (verdict === "pass") return admission;
  if (verdict === "nothing-to-do") await changeAttempts(context.ledger, fleet, withNameUsed);
  await giveBack(taken, context);
  // What is decided otherwise by now is carried out by an execution of its own.
  if (verdict === "nothing-to-do") await converge(fleet, { actor: id }, context);
  return admission;
}

/** Another decision than to replace servers in place, as an answer; null: it is that. */
function otherwise(decision: Decision): StepAnswer | null {
  if (decision.act === "leave") return notBegun(decision);
  return decision.servers === undefined
    ? nothingToDo(`a rollout to ${decision.target.image} is decided on by now: that is begun instead`)
    : null;
}

async function planAndWrite(
  { declared, id, taken }: Beginning,
  given: Context,
): Promise<StepAnswer | Admission> {
  const context = { ...given, aws: { ...given.aws, ec2: templatesOnce(given.aws.ec2) } };
  const { fleet } = declared;
  const again = await decideAgain(fleet, false, context);
  if ("refused" in again) return refused(again.refused);
  const { state, decision } = again;
  const other = otherwise(decision);
  if (other !== null || decision.act === "leave") return other ?? notBegun(decision as never);
  const live = await liveGeneration(fleet.fleet, context);
  if (live === undefined) return nothingToDo("no generation is live any more");
  const plan = await planRecycle(fleet, live, decision.servers ?? [], context);
  if ("refused" in plan) return recordRefused(id, decision, plan.refused, { state, context });
  const seen = { generation: live.number, servers: plan.group.desired, left: plan.left };
  await keepLeftOut(context.ledger, fleet.fleet, seen);
  // By the group as it is: more than the declared share may be due, or nothing that may be replaced now.
  const now = decide(withSeen(state, seen), context.clock.now());
  const changed = otherwise(now);
  if (changed !== null || now.act === "leave") return changed ?? notBegun(now as never);
  const full = await slotFor({ fleet: fleet.fleet, run: id }, context);
  if (full !== null) return nothingToDo(full);
  const cause = causeOf(now, state, context.clock.now());
  const { declaration } = declared;
  const planned = { fleet, declaration, id, cause, live, ...plan };
  return writeAdmitted(planned, { taken, size: plan.group.desired }, context);
}

/** That it begins is kept before the record is written: who dies in between has said it to the outbox. */
async function writeAdmitted(
  planned: PlannedRecycle,
  { taken, size }: { readonly taken: TakenLease; readonly size: number },
  context: Context,
): Promise<Admission> {
  const { ledger, clock } = context;
  const { fleet, id, cause, live, queue, atOnce, left } = planned;
  const also = left.length === 0 ? "" : `; left alone: ${leftOutWords(left)}`;
  const reason = `${queue.length} of ${size} servers of generation ${live.number} are replaced in place, ${atOnce} at once: ${cause.serves.join("; ")}${also}`;
  const record = recycleRecordOf(planned, clock.now());
  await assertHeld(taken, context);
  const kept = await keepEvents(fleet.fleet, [recycleStarted(record, reason, clock.now())], context);
  await assertHeld(taken, context);
  await addBegun(ledger, fleet.fleet, { run: id, at: clock.now(), reason: cause.reason });
  await recycles.write(ledger, record, "absent");
  return { answer: pass(reason), kept };
}

const withSeen = (
  state: FleetState,
  { servers, left }: Pick<NonNullable<FleetState["recycle"]>, "servers" | "left">,
): FleetState => (state.recycle ? { ...state, recycle: { ...state.recycle, servers, left } } : state);

async function liveGeneration(fleet: string, { ledger }: Context): Promise<Generation | undefined> {
  const generations = (await listGenerations(ledger, fleet)).map(({ generation }) => generation);
  return generations.find(({ state }) => state === "live");
}

/** What is refused is tried again after a while, by an execution of another name: this one is used up. */
async function recordRefused(
  run: string,
  { target: { image }, reason: cause }: Start,
  reason: string,
  { state: { fleet }, context }: { readonly state: FleetState; readonly context: Context },
): Promise<Admission> {
  const { ledger, clock } = context;
  const ended = { fleet, run, image, reason, backsOff: true, now: clock.now() };
  await changeAttempts(ledger, fleet, (before) => withAttempt(before, ended));
  const answer = refused(`${reason}; it stays due, and is tried again after a while`);
  return { answer, reason: cause, isPublished: true };
}
