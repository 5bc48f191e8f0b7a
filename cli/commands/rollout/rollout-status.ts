import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { showFleet } from "./show-fleet.ts";

export const addRolloutStatus: AddCommand = (parent, cli) => {
  const command = parent
    .command("status")
    .description("how the fleet's running or last rollout stands")
    .argument("<fleet>")
    .option("--watch", "watch until it has ended, or waits for a person's approval")
    .action((fleet: string, { watch = false }: { watch?: boolean }, self) =>
      cli.run(self, (session) => showFleet(session, fleet, watch)),
    );
  endHelp(command, {
    examples: ["moult rollout status web", "moult rollout status web --watch"],
    exits: ["done", "error", "rolledBack", "awaitingApproval", "refused", "timedOut", "detached"],
  });
};
