import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

/** All of one fleet: a fleet one of whose records cannot be read is shown as far as it can be. */
export async function showFleet(session: Session, fleet: string, watch: boolean): Promise<ExitCode> {
  const { orLeastView } = await import("../../../src/views/fleet/least-view.ts");
  const { ledger, clock } = await session.plane({ aws: true });
  const of = { fleet, now: clock.now() };
  const shown = await orLeastView(ledger, of, () => showStatus(session, fleet, watch));
  if (typeof shown === "number") return shown;
  const { leastLines } = await import("../../view/attention-lines.ts");
  session.answer("rollout-status-least", shown, leastLines(shown));
  return exitCodes.error;
}

async function showStatus(session: Session, fleet: string, watch: boolean): Promise<ExitCode> {
  const { newestRun } = await import("../../../src/views/rollout/read-rollouts.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  const { ledger, clock } = await session.plane();
  await declaredFleet(ledger, fleet);
  const newest = await newestRun(ledger, fleet);
  if (watch && newest && newest.endedAt === null) {
    const { watchRollout } = await import("../../watch/watch-rollout.ts");
    return watchRollout(session, { fleet, id: newest.id });
  }
  const { readFleetView } = await import("../../../src/views/fleet/read-fleet-view.ts");
  const { readServers } = await import("../../../src/views/fleet/read-servers.ts");
  const { renderView } = await import("../../view/render-view.ts");
  const { statusOf } = await import("../../../src/views/rollout/status.ts");
  const { exitCodeOf } = await import("../../watch/exit-code-of.ts");
  const { endingOf } = await import("../../../src/views/rollout/rollout-ending.ts");
  const model = await readFleetView(ledger, { fleet, id: newest?.id, now: clock.now() });
  const servers = await readServers(await session.plane(), { ...model, now: clock.now() }).catch(
    (error: Error) => {
      session.say(`The servers cannot be read: ${error.message}`);
      return undefined;
    },
  );
  const { stdout, environment } = session.io;
  const size = { width: stdout.width, height: 24, whole: true, now: clock.now() };
  const frame = renderView(
    { ...model, servers },
    { ...size, colour: stdout.isTerminal && !environment.noColour },
  );
  session.answer("rollout-status", statusOf({ ...model, servers }), { frame });
  if (watch) session.say(`No rollout of ${fleet} runs. Start one with \`moult rollout start ${fleet}\`.`);
  const ending = newest && endingOf(model, newest.id);
  if (ending) return exitCodeOf(ending);
  const { readAwaitedYes } = await import("../../../src/views/rollout/read-awaited-yes.ts");
  const yes = await readAwaitedYes(ledger, model.rollout, clock.now());
  return yes === null ? exitCodes.done : exitCodes.awaitingApproval;
}
