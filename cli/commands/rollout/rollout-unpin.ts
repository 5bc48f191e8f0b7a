import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { confirm, confirmOption } from "../../terminal/confirm.ts";

export const addRolloutUnpin: AddCommand = (parent, cli) => {
  const command = parent
    .command("unpin")
    .description("end a person's choice of image: the declaration's image is wanted again")
    .argument("<fleet>")
    .option(...confirmOption("rollout unpin"))
    .action((fleet: string, { confirm: given }: { confirm?: readonly string[] }, self) =>
      cli.run(self, (session) => unpin(session, fleet, given)),
    );
  endHelp(command, { examples: ["moult rollout unpin web --confirm web"], exits: ["done", "error"] });
};

async function unpin(
  session: Session,
  fleet: string,
  given: readonly string[] | undefined,
): Promise<ExitCode> {
  const { declaredFleet } = await import("../../../src/views/fleets/declared-fleet.ts");
  const plane = await session.plane();
  await declaredFleet(plane.ledger, fleet);
  const { unfinishedRollout } = await import("../../../src/views/rollout/read-rollouts.ts");
  const running = await unfinishedRollout(plane.ledger, fleet);
  const ends =
    running === undefined
      ? ""
      : ` Rollout ${running.id} to ${running.imageTo} rolls back for it, unless traffic has moved.`;
  const what = `${fleet} goes to what its declaration names, at the next sweep.${ends}`;
  await confirm(session, { what, name: fleet, given });
  const lifted = await plane.act("unpin", { fleet }, session.io.environment.user);
  const text =
    lifted === null
      ? `${fleet}: no image is pinned`
      : `${fleet}: ${lifted.image} is pinned no more: ${lifted.reason} (${lifted.by})`;
  session.answer("rollout-unpin", { fleet, lifted }, text);
  return exitCodes.done;
}
