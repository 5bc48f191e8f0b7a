import { Argument } from "commander";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { exitCodes } from "../../exit-codes.ts";

const SHELLS = ["bash", "zsh", "fish"] as const;

export const addCompletion: AddCommand = (parent, cli) => {
  const command = parent
    .command("completion")
    .description("print what a shell reads to complete commands, options and fleets")
    .addArgument(new Argument("<shell>").choices(SHELLS))
    .action((shell: (typeof SHELLS)[number], _options, self) =>
      cli.run(self, async (session) => {
        const { shellScripts } = await import("../../completion/shell-scripts.ts");
        const script = shellScripts[shell];
        session.answer("completion", { shell, script }, script.split("\n"));
        return exitCodes.done;
      }),
    );
  const examples = [
    "source <(moult completion bash)     # in ~/.bashrc",
    "source <(moult completion zsh)      # in ~/.zshrc, after compinit",
    "moult completion fish | source      # in ~/.config/fish/config.fish",
  ];
  endHelp(command, { examples, exits: ["done", "error"] });
};
