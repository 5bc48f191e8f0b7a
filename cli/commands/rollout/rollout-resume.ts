import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type SteeringOptions, steer } from "./steering.ts";

export const addRolloutResume: AddCommand = (parent, cli) => {
  const command = parent
    .command("resume")
    .description("end the pause of the running rollout before its time")
    .argument("<fleet>")
    .option("--reason <text>", "why, for the ledger")
    .action((fleet: string, options: SteeringOptions, self) =>
      cli.run(self, (session) => steer(session, { fleet, act: "resume" }, options)),
    );
  const examples = ['moult rollout resume web --reason "it was the dashboard"'];
  endHelp(command, { examples, exits: ["done", "error"] });
};
