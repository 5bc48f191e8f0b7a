import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { confirmOption } from "../../terminal/confirm.ts";
import { type SteeringOptions, steer } from "./steering.ts";

const what = (id: string): string =>
  `Rollout ${id} goes on without gates that were not asked yet, the pauses of its steps, bake and warm time: the way back is open for less time.`;

export const addRolloutPromote: AddCommand = (parent, cli) => {
  const command = parent
    .command("promote")
    .description(
      "let the running rollout go on without pauses, bake, warm time and gates not asked yet; it stays watched",
    )
    .argument("<fleet>")
    .option("--reason <text>", "why, for the ledger")
    .option(...confirmOption("rollout promote"))
    .action((fleet: string, options: SteeringOptions, self) =>
      cli.run(self, (session) => steer(session, { fleet, act: "promote", what }, options)),
    );
  const examples = ['moult rollout promote web --reason "the fix is needed now" --confirm web'];
  endHelp(command, { examples, exits: ["done", "error"] });
};
