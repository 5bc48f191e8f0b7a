import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm, confirmOption } from "../../terminal/confirm.ts";

export const addRolloutTakeUp: AddCommand = (parent, cli) => {
  const command = parent
    .command("take-up")
    .description("take up a rollout whose process has ended, where it stands, and watch it")
    .argument("<fleet>")
    .option(...confirmOption("rollout take-up"))
    .action((fleet: string, { confirm: given }: { confirm?: readonly string[] }, self) =>
      cli.run(self, (session) => takeUp(session, fleet, given)),
    );
  endHelp(command, {
    examples: ["moult rollout take-up web --confirm web"],
    exits: ["done", "error", "rolledBack", "awaitingApproval", "refused", "timedOut", "detached"],
  });
};

async function takeUp(
  session: Session,
  fleet: string,
  given: readonly string[] | undefined,
): Promise<ExitCode> {
  const { InvalidInput } = await import("../../../src/errors/errors.ts");
  const { unfinishedRollout } = await import("../../../src/views/rollout/read-rollouts.ts");
  const { takeUpRollout } = await import("../../../src/operator/take-up-rollout.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  const plane = await session.plane({ aws: true });
  if (session.engine() !== "embedded") {
    throw new InvalidInput(
      `this process takes up rollouts only with --engine embedded; what carries them by itself is watched: \`moult rollout status ${fleet} --watch\``,
    );
  }
  await declaredFleet(plane.ledger, fleet);
  const standing = await unfinishedRollout(plane.ledger, fleet);
  if (standing !== undefined) {
    const what = `Rollout ${standing.id} of ${fleet} stands in ${standing.phase}. Another process that still runs it must have ended.`;
    await confirm(session, { what, name: fleet, given });
  }
  const started = await takeUpRollout({ fleet, by: session.io.environment.user }, plane);
  if (started === undefined) {
    session.answer(
      "rollout-take-up",
      { fleet, rollout: null },
      `${fleet}: no rollout is unfinished, nothing to take up`,
    );
    return exitCodes.done;
  }
  session.say(`Rollout ${started.id} of ${fleet} goes on.`);
  const { watchRollout } = await import("../../watch/watch-rollout.ts");
  return watchRollout(session, { fleet, ...started });
}
