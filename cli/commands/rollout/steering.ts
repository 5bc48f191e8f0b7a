import type { SteeringAct } from "../../../src/domain/steering/steer.ts";
import type { SteeredRun } from "../../../src/rollout/steering/steered-run.ts";
import { comeBack } from "../../come-back.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm } from "../../terminal/confirm.ts";

/** What a person types to steer a rollout. */
export interface SteeringOptions {
  readonly reason?: string;
  readonly for?: string;
  readonly confirm?: readonly string[];
}

interface Said {
  readonly reason: string;
  readonly seconds: number;
}

/** Throws InvalidInput with all that is wrong with it. */
async function saidOf(options: SteeringOptions): Promise<Said> {
  const { InvalidInput } = await import("../../../src/errors/errors.ts");
  const { saidWords } = await import("../../../src/domain/run/start-input.ts");
  const { pauseSeconds } = await import("../../../src/domain/steering/pause-seconds.ts");
  const { PAUSE_SECONDS } = await import("../../../src/domain/steering/pause.ts");
  const faults: string[] = [];
  const reason = options.reason ?? "";
  if (reason === "") faults.push("--reason is missing: say why, for the ledger");
  else
    faults.push(
      ...(saidWords.safeParse(reason).error?.issues ?? []).map(
        ({ message }) => `--reason ${message}: say it in one line`,
      ),
    );
  const seconds = options.for === undefined ? PAUSE_SECONDS : pauseSeconds(options.for);
  if (typeof seconds !== "number") faults.push(`--for ${seconds.fault}`);
  if (faults.length > 0) throw new InvalidInput(faults);
  return { reason, seconds: typeof seconds === "number" ? seconds : 0 };
}

interface Steered {
  readonly fleet: string;
  readonly act: Exclude<SteeringAct, "abort" | "rollback">;
  /** What is confirmed first, where a rollout runs. */
  readonly what?: (id: string) => string;
}

/** Steers the fleet's rollout. Where there is nothing of that to be done it says why, and all is well. */
export async function steer(
  session: Session,
  { fleet, act, what }: Steered,
  options: SteeringOptions,
): Promise<ExitCode> {
  const { unfinishedRollout } = await import("../../../src/views/rollout/read-rollouts.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  const said = await saidOf(options);
  const plane = await session.plane();
  await declaredFleet(plane.ledger, fleet);
  const running = await unfinishedRollout(plane.ledger, fleet);
  if (what && running)
    await confirm(session, { what: what(running.id), name: fleet, given: options.confirm });
  const steered = await plane.act("steer", { fleet, act, ...said }, session.io.environment.user);
  return answerSteered(session, { ...steered, fleet, kind: `rollout-${act}` });
}

/** Says what came of it, and how to see it go on. */
export async function answerSteered(
  session: Session,
  {
    fleet,
    kind,
    ...steered
  }: SteeredRun & {
    readonly fleet: string;
    readonly kind: "rollout-pause" | "rollout-resume" | "rollout-promote" | "rollout-rollback";
  },
): Promise<ExitCode> {
  session.answer(kind, { fleet, ...steered }, `${fleet}: ${steered.reason}`);
  if (!steered.changed || steered.rollout === null) return exitCodes.done;
  const { readHolder } = await import("../../../src/views/rollout/read-holder.ts");
  const { ledger, clock } = await session.plane();
  const holder = await readHolder(ledger, fleet, clock.now());
  session.say(comeBack(session, { fleet, id: steered.rollout, holder }));
  return exitCodes.done;
}

/** The words of who goes back, checked. */
export const reasonOf = async (options: Pick<SteeringOptions, "reason">): Promise<string> =>
  (await saidOf(options)).reason;
