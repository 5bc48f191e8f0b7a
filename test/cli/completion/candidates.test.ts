import { Command } from "commander";
import { expect, test } from "vitest";
import { addCommands } from "../../../cli/commands.ts";
import { candidates } from "../../../cli/completion/candidates.ts";
import { addSettings } from "../../../cli/session/settings.ts";
import { commandLine, declareWeb } from "../../support/cli/command-line.ts";

const program = addSettings(new Command("moult"));
addCommands(program, { run: async () => undefined });

const found = (...words: string[]) => {
  const { kind, words: all } = candidates(program, words);
  return { kind, words: all.map(({ word }) => word) };
};

test("every command that the help names can be completed, and what is hidden is not", () => {
  const help = program.createHelp().visibleCommands(program);
  const names = help.map((each) => each.name()).filter((name) => name !== "help");
  expect(names).toContain("version");
  expect(found("").words).toEqual(names);
  for (const group of program.commands)
    for (const command of group.commands) expect(found(group.name(), "").words).toContain(command.name());
});

test.each([
  [["fr"], ["freeze"]],
  [["fleet", "va"], ["validate"]],
  [["--json", "fleet", "va"], ["validate"]],
  [["--table", "fleet", "fleet", "va"], ["validate"]],
  [
    ["fleet", "list", "--engine", ""],
    ["embedded", "step-functions"],
  ],
  [["fleet", "list", "--engine", "st"], ["step-functions"]],
  [["fleet", "list", "--engine=st"], ["--engine=step-functions"]],
  [["fleet", "list", "--engine", "=", "st"], ["step-functions"]],
  [
    ["completion", ""],
    ["bash", "zsh", "fish"],
  ],
  [["fleet", "list", "--region", "eu"], []],
  [["fleet", "list", "web", ""], []],
])("of moult %j: %j", (words, expected) => {
  expect(found(...words)).toEqual({ kind: "words", words: expected });
});

test("an option that stands already is not told again", () => {
  expect(found("freeze", "--").words).toEqual(
    expect.arrayContaining(["--all", "--reason", "--json", "--help"]),
  );
  expect(found("freeze", "--all", "--").words).not.toContain("--all");
  expect(found("freeze", "--", "--")).toEqual({ kind: "fleets", words: [] });
});

test.each([
  [["plan", ""], "fleets"],
  [["rollout", "start", "w"], "fleets"],
  [["rollout", "start", "web", ""], "words"],
  [["quarantine", "lift", "ami-1", "--fleet", ""], "fleets"],
  [["fleet", "apply", "a.yml", ""], "files"],
  [["fleet", "list", "--ledger", ""], "files"],
  [["findings", ""], "fleets"],
])("of moult %j: %s", (words, kind) => {
  expect(found(...words).kind).toBe(kind);
});

test("fleets are those of the ledger, beside the commands that may stand there", async () => {
  const { moult, plane, opened } = commandLine();
  await declareWeb(plane);
  expect(await moult("complete -- plan w")).toEqual({ code: 0, out: "web fleet\n", err: "" });
  expect((await moult("complete -- findings ")).out).toMatch(/^acknowledge .*\nweb fleet\n$/);
  expect((await moult("complete -- plan x")).out).toBe("");
  await moult("complete -- --table moult-prod --region=eu-west-1 plan w");
  expect(opened()).toMatchObject({ table: "moult-prod", region: "eu-west-1" });
});

test("a ledger that cannot be read, or does not answer, has no fleets, and says nothing", async () => {
  const nameless = commandLine({ environment: { ledgerPath: undefined } });
  expect(await nameless.moult("complete -- plan w")).toEqual({ code: 0, out: "", err: "" });
  const slow = commandLine();
  slow.plane.ledger.list = () => new Promise(() => {});
  const waiting = slow.moult("complete -- plan w");
  await new Promise((resolve) => setImmediate(resolve));
  slow.elapse();
  expect(await waiting).toEqual({ code: 0, out: "", err: "" });
});
