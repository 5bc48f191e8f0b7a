import type { AddCommand } from "../../cli.ts";
import { comeBack } from "../../come-back.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm, confirmOption } from "../../terminal/confirm.ts";

interface AbortOptions {
  readonly reason: string;
  readonly confirm?: readonly string[];
}

export const addRolloutAbort: AddCommand = (parent, cli) => {
  const command = parent
    .command("abort")
    .description(
      "end the running rollout by rolling back, and begin it again only by retry; when none runs, says so",
    )
    .argument("<fleet>")
    .requiredOption("--reason <text>", "why, for the ledger")
    .option(...confirmOption("rollout abort"))
    .action((fleet: string, options: AbortOptions, self) =>
      cli.run(self, (session) => abort(session, fleet, options)),
    );
  const examples = ['moult rollout abort web --reason "wrong image"'];
  endHelp(command, { examples, exits: ["done", "error"] });
};

async function abort(session: Session, fleet: string, options: AbortOptions): Promise<ExitCode> {
  const { unfinishedRollout } = await import("../../../src/views/rollout/read-rollouts.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  const plane = await session.plane();
  await declaredFleet(plane.ledger, fleet);
  const running = await unfinishedRollout(plane.ledger, fleet);
  if (running && running.traffic.setPercent > 0) {
    const what = `Green has ${running.traffic.setPercent}% of the traffic of ${fleet}; it all goes back to blue.`;
    await confirm(session, { what, name: fleet, given: options.confirm });
  }
  const by = session.io.environment.user;
  const asked = await plane.act("steer", { act: "abort", fleet, reason: options.reason, seconds: 0 }, by);
  if (asked.rollout === null) return nothingToAbort(session, fleet);
  const { rollout, changed, reason } = asked;
  session.answer("rollout-abort", { fleet, rollout, changed, reason }, `${fleet}: ${reason}`);
  if (!changed) return exitCodes.done;
  const { readHolder } = await import("../../../src/views/rollout/read-holder.ts");
  const holder = await readHolder(plane.ledger, fleet, plane.clock.now());
  session.say(comeBack(session, { fleet, id: rollout, holder }));
  return exitCodes.done;
}

/** A retirement is not ended by an abort: what was released goes. */
async function nothingToAbort(session: Session, fleet: string): Promise<ExitCode> {
  const { openRetirements } = await import("../../../src/views/rollout/read-rollouts.ts");
  const { formatInstant } = await import("../../../src/domain/format-instant.ts");
  const { ledger, clock } = await session.plane();
  const retirements = await openRetirements(ledger, { fleet, now: clock.now() });
  const goes = retirements.map(
    ({ id, generation, until }) =>
      `; retirement ${id} takes generation ${generation} down until ${formatInstant(until)} at most, and an abort does not stop it: it was released`,
  );
  session.answer(
    "rollout-abort",
    { fleet, rollout: null, changed: false, retirements },
    `${fleet}: no rollout runs, nothing to abort${goes.join("")}`,
  );
  return exitCodes.done;
}
