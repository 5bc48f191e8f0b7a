import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import type { ExitCode } from "../../exit-codes.ts";
import { operatorRequest } from "../../session/operator-request.ts";
import type { Session } from "../../session/session.ts";
import { confirmOption } from "../../terminal/confirm.ts";

interface StartOptions {
  readonly image?: string;
  readonly reason?: string;
  readonly force?: boolean;
  readonly watch?: boolean;
  readonly detach?: boolean;
  readonly confirm?: readonly string[];
}

export const addRolloutStart: AddCommand = (parent, cli) => {
  const command = parent
    .command("start")
    .description("replace a fleet's servers, and watch it (unless --detach)")
    .argument("<fleet>")
    .option("--image <ami>", "the image to go to (else the one that the declaration names)")
    .option("--reason <text>", "why, for the ledger")
    .option("--force", "replace even servers that are what they should be")
    .option("--watch", "watch until it has ended (the default)")
    .option("--detach", "start it and return; needs --engine step-functions")
    .option(...confirmOption)
    .action((fleet: string, options: StartOptions, self) =>
      cli.run(self, (session) => start(session, fleet, options)),
    );
  endHelp(command, {
    examples: [
      "moult rollout start web",
      'moult rollout start web --force --reason "new kernel" --confirm web',
    ],
    exits: ["done", "error", "rolledBack", "awaitingApproval", "refused", "timedOut", "detached"],
  });
};

async function start(session: Session, fleet: string, options: StartOptions): Promise<ExitCode> {
  const { assertDetachable, followStarted } = await import("../../watch/follow-started.ts");
  const { startRollout } = await import("../../../src/operator/start-rollout.ts");
  const { confirmStart } = await import("./confirm-start.ts");
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  await assertDetachable(session, options);
  const plane = await session.plane();
  await declaredFleet(plane.ledger, fleet);
  const request = operatorRequest(options, { by: session.io.environment.user, at: plane.clock.now() });
  await confirmStart(session, { fleet, request, given: options.confirm });
  const { id, settled } = await startRollout({ fleet, request }, plane);
  return followStarted(session, { fleet, id, settled }, options);
}
