import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addCommands } from "../../cli/commands.ts";
import { addSettings } from "../../cli/session/settings.ts";
import { OPTION_OF, VARIABLE_OF } from "../../scripts/action/inputs.ts";
import { textOf } from "../rules/tree.ts";
import { actionFaults } from "../support/action/github-parser.ts";
import { manifest } from "../support/action/manifest.ts";

const program = addSettings(new Command("moult"));
addCommands(program, { run: async () => undefined });

describe("action.yml", () => {
  const text = textOf("action.yml");

  it("is an action to GitHub's own parser, which sees a key that is none", () => {
    expect(actionFaults("action.yml", text)).toEqual([]);
    expect(actionFaults("action.yml", text.replace("shell: bash", "shall: bash"))).not.toEqual([]);
    expect(actionFaults("action.yml", text.replace("using: composite", "using: compost"))).not.toEqual([]);
  });

  const { steps } = manifest.runs;
  const named = steps
    .flatMap(({ env }) => Object.values(env))
    .map((value) => /inputs\.([\w-]+)/.exec(value)?.[1]);

  it("hands each input to a step, and asks for none that is not declared", () => {
    expect(new Set(named)).toEqual(new Set(Object.keys(manifest.inputs)));
  });

  it("hands them over by the environment alone: a name with quotes in it is not run", () => {
    expect(steps.flatMap(({ run }) => run ?? []).filter((run) => run.includes("${{"))).toEqual([]);
  });

  it("names each variable as its input", () => {
    const wrong = steps.flatMap(({ env }) =>
      Object.entries(env).filter(
        ([variable, value]) =>
          variable.startsWith("INPUT_") &&
          value !== `\${{ inputs.${variable.slice(6).toLowerCase().replaceAll("_", "-")} }}`,
      ),
    );
    expect(wrong).toEqual([]);
  });

  const options = (...path: string[]): (string | undefined)[] => {
    let command = program;
    for (const word of path) command = command.commands.find((each) => each.name() === word) ?? command;
    expect(command.name()).toBe(path.at(-1));
    return [...command.options, ...program.options].map(({ long }) => long);
  };

  it("knows no option that the command line lacks", () => {
    const { image, reason, timeout } = OPTION_OF;
    expect(options("plan")).toEqual(
      expect.arrayContaining([image, timeout, "--wide", "--detailed-exitcode"]),
    );
    expect(options("rollout", "start")).toEqual(
      expect.arrayContaining([image, reason, timeout, "--confirm"]),
    );
    expect(options("rollout", "status")).toEqual(expect.arrayContaining([timeout, "--watch", "--json"]));
    expect(options("fleet", "apply")).toContain("--confirm");
    expect(options("fleet", "validate")).toContain("--against-account");
    for (const input of [...Object.keys(OPTION_OF), ...Object.keys(VARIABLE_OF)])
      expect(manifest.inputs).toHaveProperty([input]);
  });

  it("names the variables that the command line reads", () => {
    const environment = textOf("cli/session/environment.ts");
    for (const variable of Object.values(VARIABLE_OF)) expect(environment).toContain(`read("${variable}")`);
  });
});
