import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import type { ExitCode } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm, confirmOption } from "../../terminal/confirm.ts";
import { answerSteered, reasonOf, type SteeringOptions } from "./steering.ts";

interface RollbackOptions extends SteeringOptions {
  readonly detach?: boolean;
}

export const addRolloutRollback: AddCommand = (parent, cli) => {
  const command = parent
    .command("rollback")
    .description(
      "go back to what ran before: in seconds while the old servers stand by, else by a rollout to their image",
    )
    .argument("<fleet>")
    .option("--reason <text>", "why, for the ledger")
    .option("--detach", "where a rollout is begun: start it and return; needs a stack (MOULT_STATE_MACHINE)")
    .option(...confirmOption("rollout rollback"))
    .action((fleet: string, options: RollbackOptions, self) =>
      cli.run(self, (session) => rollback(session, fleet, options)),
    );
  endHelp(command, {
    examples: ['moult rollout rollback web --reason "checkout is broken" --confirm web'],
    exits: ["done", "error", "rolledBack", "refused", "timedOut", "detached"],
  });
};

async function rollback(session: Session, fleet: string, options: RollbackOptions): Promise<ExitCode> {
  const { assertCarried, followStarted } = await import("../../watch/follow-started.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  const { unfinishedRollout } = await import("../../../src/views/rollout/read-rollouts.ts");
  const reason = await reasonOf(options);
  const plane = await session.plane({ aws: true });
  await declaredFleet(plane.ledger, fleet);
  const running = await unfinishedRollout(plane.ledger, fleet);
  const isWarm = running !== undefined && running.milestones["blue-released"] === undefined;
  if (!isWarm) await assertCarried(session, options);
  const what = isWarm
    ? `Green has ${running.traffic.setPercent}% of the traffic of ${fleet}; it all goes back to blue.`
    : `${fleet} goes back to the image that it ran before, by a rollout of its own.`;
  await confirm(session, { what, name: fleet, given: options.confirm });
  const went = await plane.act("rollback", { fleet, reason }, session.io.environment.user);
  if ("changed" in went) return answerSteered(session, { ...went, fleet, kind: "rollout-rollback" });
  session.say(`${fleet}: back to ${went.image}, by rollout ${went.started.id}`);
  const { id } = went.started;
  return followStarted(session, { fleet, id, settled: plane.settled(fleet, id) }, options);
}
