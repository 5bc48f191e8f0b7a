import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type SteeringOptions, steer } from "./steering.ts";

export const addRolloutPause: AddCommand = (parent, cli) => {
  const command = parent
    .command("pause")
    .description(
      "let the running rollout take no step forward for a while; green is watched, and goes back if it is bad",
    )
    .argument("<fleet>")
    .option("--for <duration>", "how long, such as 8h (else: 24h); then it goes on by itself")
    .option("--reason <text>", "why, for the ledger")
    .action((fleet: string, options: SteeringOptions, self) =>
      cli.run(self, (session) => steer(session, { fleet, act: "pause" }, options)),
    );
  const examples = ['moult rollout pause web --for 2h --reason "the dashboards look odd"'];
  endHelp(command, { examples, exits: ["done", "error"] });
};
