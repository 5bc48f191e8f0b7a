import { comeBack } from "../come-back.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";
import { watchRollout } from "./watch-rollout.ts";

interface Following {
  readonly watch?: boolean;
  readonly detach?: boolean;
}

/** Throws InvalidInput when nothing would carry a rollout, or when it cannot be left as the options say. */
export async function assertCarried(session: Session, { watch, detach }: Following = {}): Promise<void> {
  const { InvalidInput } = await import("../../src/errors/errors.ts");
  if (watch && detach) throw new InvalidInput("--watch and --detach exclude each other: give one");
  await session.plane({ aws: true });
  if (session.engine() === "none") {
    throw new InvalidInput(
      "this ledger is shared, and nothing is named that carries its rollouts: set MOULT_STATE_MACHINE (the stack's output RolloutArn), " +
        "or have this process do it as long as it lives, with --engine embedded",
    );
  }
  if (detach && session.engine() === "embedded") {
    throw new InvalidInput(
      "--detach needs an engine that outlives this command: leave it out, or name a stack (MOULT_TABLE and MOULT_STATE_MACHINE)",
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
    session.answer("rollout-started", { fleet, rollout: id }, `${fleet}: rollout ${id} started`);
    session.say(comeBack(session, { fleet, id, holder: null }));
    return exitCodes.done;
  }
  session.say(`Rollout ${id} of ${fleet} started.`);
  return watchRollout(session, started);
}
