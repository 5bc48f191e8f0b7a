import type { Fleet } from "../declaration/fleet.ts";
import { fleetOf } from "../declaration/fleet-of.ts";
import { formatDuration } from "../duration.ts";
import { formatInstant } from "../format-instant.ts";
import { deadlineNow } from "../run/deadline-now.ts";
import type { Run } from "../run/run.ts";
import type { Found } from "./outbox.ts";
import { abortCommand } from "./proposed-commands.ts";

/** What a run may wait longer than was to be expected before a person hears of it. */
const GRACE_SECONDS = 600;
/** A lifecycle hook may hold a server that goes for so long (aws-facts 1.3). */
const HOOK_SECONDS = 172_800;
/** From then on a rollback is said to stand. */
const STANDS_SECONDS = 7200;

/** What is published of a run that has not ended: it waits for too long, is past its deadline, or its rollback stands. */
export function runAttention(run: Run, now: number): readonly Found[] {
  if (run.endedAt !== null) return [];
  return [pastDeadline(run, now), waitsLong(run, now), rollbackStands(run, now)].flatMap(
    (each) => each ?? [],
  );
}

function pastDeadline(run: Run, now: number): Found | null {
  const { kind, id, phase, deadlineAt } = run;
  if (now <= deadlineNow(run, now)) return null;
  return late({
    key: `${id} is past its deadline`,
    reason: `${kind} ${id} is past its deadline of ${formatInstant(deadlineAt)}, in ${phase}${waitsFor(run)}`,
    commands: commandsOf(run),
  });
}

/** Nobody polls it any more, or it has waited in one go for longer than its phase may take. */
function waitsLong(run: Run, now: number): Found | null {
  const { kind, id, phase, waiting } = run;
  if (waiting === null) return null;
  const commands = commandsOf(run);
  const overdue = (now - waiting.until) / 1000;
  if (overdue > GRACE_SECONDS) {
    const reason = `${kind} ${id} was to go on in ${phase} at ${formatInstant(waiting.until)} and has not${waitsFor(run)}`;
    return late({ key: `${id} does not go on in ${phase}`, reason, commands });
  }
  const since = waiting.undeclaredSince;
  if (since === undefined) return null;
  const expected = expectedSeconds(run);
  if ((now - since) / 1000 <= expected + GRACE_SECONDS) return null;
  const usual = expected === 0 ? "" : `, where ${formatDuration(expected)} are to be expected`;
  const reason = `${kind} ${id} has waited in ${phase} since ${formatInstant(since)}${usual}${waitsFor(run)}`;
  return late({ key: `${id} waits in ${phase} since ${since}`, reason, commands });
}

function rollbackStands(run: Run, now: number): Found | null {
  const { fleet, kind, id, phase, phaseStartedAt } = run;
  if (!isUndoing(phase) || now - phaseStartedAt < STANDS_SECONDS * 1000) return null;
  return {
    key: `${id} rollback stands`,
    kind: "rollback-stands",
    reason: `the rollback of ${kind} ${id} has stood since ${formatInstant(phaseStartedAt)}${waitsFor(run)}`,
    commands: [`moult rollout status ${fleet}`, `moult history ${fleet} --rollout ${id}`],
  };
}

/** Of a rollout, or of servers that are replaced in place. */
const isUndoing = (phase: string): boolean => phase === "RollBack" || phase === "RestoreServers";

const late = (found: Omit<Found, "kind">): Found => ({ ...found, kind: "run-late" });

const waitsFor = ({ waiting }: Run): string => (waiting === null ? "" : `: ${waiting.reason}`);

/** An abort is proposed only where it still ends something; a sweep takes over what nobody carries any more. */
function commandsOf({ fleet, kind, id, phase, abort, milestones }: Run): readonly string[] {
  const history = `moult history ${fleet} --rollout ${id}`;
  if (kind === "retirement") return [history, `moult rollout status ${fleet}`, "moult sweep"];
  const isOver = isUndoing(phase) || abort !== null || milestones["blue-released"] !== undefined;
  return isOver ? [history] : [history, abortCommand(fleet)];
}

/** What a wait of this phase may take by the run's own declaration, beside waits that are declared as such. */
function expectedSeconds({ phase, declaration, milestones }: Run): number {
  if (phase === "TakeDown" || milestones["blue-released"] !== undefined) return HOOK_SECONDS;
  if (declaration === null) return 0;
  return EXPECTED[phase]?.(fleetOf(declaration)) ?? 0;
}

const EXPECTED: Readonly<Record<string, (fleet: Fleet) => number>> = {
  LaunchGreen: ({ deadlines }) => deadlines.launch,
  ObserveGreen: ({ deadlines }) => deadlines.launch,
  ValidateGreen: ({ deadlines }) => deadlines.validate,
  RetireBlue: ({ retire }) => retire.handoff?.timeout ?? 0,
};
