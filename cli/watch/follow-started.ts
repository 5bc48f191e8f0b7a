import { comeBack } from "../come-back.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";
import { watchRollout } from "./watch-rollout.ts";

interface Following {
  readonly watch?: boolean;
  readonly detach?: boolean;
}

/** Throws InvalidInput when a rollout cannot be left as the options say. */
export async function assertDetachable({ settings }: Session, { watch, detach }: Following): Promise<void> {
  const { InvalidInput } = await import("../../src/errors/errors.ts");
  if (watch && detach) throw new InvalidInput("--watch and --detach exclude each other: give one");
  if (detach && settings.engine === "embedded") {
    throw new InvalidInput(
      "--detach needs an engine that outlives this command: leave it out, or give --engine step-functions",
    );
  }
}

/** Watches a rollout that was just started, or with `detach` says how to come back to it. */
export async function followStarted(
  session: Session,
  started: { readonly fleet: string; readonly id: string; readonly settled: Promise<void> },
  { detach }: Following,
): Promise<ExitCode> {
  const { fleet, id } = started;
  if (detach) {
    session.answer({ fleet, rollout: id }, `${fleet}: rollout ${id} started`);
    session.say(comeBack(session.settings, fleet, id));
    return exitCodes.done;
  }
  session.say(`Rollout ${id} of ${fleet} started.`);
  return watchRollout(session, started);
}
