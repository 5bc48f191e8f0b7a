import type { Side } from "../../src/domain/run/rollout.ts";
import { readSettling } from "../../src/views/rollout/read-settling.ts";
import { comeBack } from "../come-back.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";
import { exitCodeOf } from "./exit-code-of.ts";
import { watchRollout } from "./watch-rollout.ts";

interface Settling {
  readonly fleet: string;
  readonly keep: Side;
  /** The rollout that is settled. */
  readonly run: string;
  /** The execution that settles it. */
  readonly started: { readonly id: string; readonly settled: Promise<void> };
}

const POLL_MS = 1000;

/** Watches a rollout that is being settled until it has ended, or says with `detach` how to come back to it. */
export async function watchSettling(
  session: Session,
  { fleet, keep, run, started }: Settling,
  { detach }: { readonly detach?: boolean },
): Promise<ExitCode> {
  const { ledger, clock } = await session.plane();
  if (detach) {
    const text = `${fleet}: rollout ${run} is to be settled on ${keep}`;
    session.answer("settle", { fleet, rollout: run, keep, changed: true }, text);
    session.say(comeBack(session, { fleet, id: run, holder: null }));
    return exitCodes.done;
  }
  session.say(`Rollout ${run} of ${fleet} is to be settled on ${keep}.`);
  session.whenLeft(comeBack(session, { fleet, id: run, holder: null }));
  let over = false;
  const engine = started.settled.then(() => {
    over = true;
  });
  for (;;) {
    const last = over;
    const { isCarried, ending } = await readSettling(ledger, { fleet, run, execution: started.id });
    if (session.left.aborted) return exitCodes.detached;
    // From here on it is a rollout like any other.
    if (isCarried) return watchRollout(session, { fleet, id: run, settled: started.settled });
    if (ending !== undefined) {
      const { outcome, reason } = ending;
      session.answer(
        "rollout-ended",
        { fleet, id: started.id, outcome, reason },
        `${fleet}: ${outcome}: ${reason}`,
      );
      return exitCodeOf(ending);
    }
    if (last) throw new Error(`the execution ${started.id} ended before it had settled anything`);
    await Promise.race([clock.sleep(POLL_MS, session.left), ...(over ? [] : [engine])]);
  }
}
