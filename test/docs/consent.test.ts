import { Command } from "commander";
import { expect, test } from "vitest";
import { addCommands } from "../../cli/commands.ts";
import { consents, unasked } from "../../src/desk/consent.ts";
import { withConsents } from "../../scripts/generate-consent-table.ts";
import { found, sources } from "../rules/tree.ts";
import { textOf } from "../support/docs/markdown.ts";

/** Commands that only show or check something. */
const READING = [
  "fleet validate",
  "fleet list",
  "rollout status",
  "quarantine list",
  "status",
  "plan",
  "findings",
  "events",
  "history",
  "context",
  "doctor",
  "dashboard",
  "demo",
  "exit-codes",
  "version",
  "completion",
  "complete",
];

const program = new Command("moult");
addCommands(program, { run: async () => undefined });

/** Every command that does something by itself, by its words. */
function leaves(
  parent: Command,
  path: readonly string[] = [],
): { readonly words: string; readonly command: Command }[] {
  return parent.commands.flatMap((command) => {
    const words = [...path, command.name()];
    const own = "_actionHandler" in command && command["_actionHandler"] !== null;
    return [...(own ? [{ words: words.join(" "), command }] : []), ...leaves(command, words)];
  });
}

const asks = ({ command }: { readonly command: Command }): boolean =>
  command.options.some(({ long }) => long === "--confirm");

test("each command reads, or is in the table of those that ask and those that do not", () => {
  const known = [...READING, ...Object.keys(consents), ...Object.keys(unasked)];
  expect(
    leaves(program)
      .map(({ words }) => words)
      .filter((words) => !known.includes(words)),
  ).toEqual([]);
  const named = leaves(program).map(({ words }) => words);
  expect(
    [...Object.keys(consents), ...Object.keys(unasked)].filter((words) => !named.includes(words)),
  ).toEqual([]);
});

test("those that ask have --confirm, which says when, and no others", () => {
  expect(
    leaves(program)
      .filter(asks)
      .map(({ words }) => words)
      .toSorted(),
  ).toEqual(Object.keys(consents).toSorted());
  for (const { words, command } of leaves(program).filter(asks)) {
    const said = command.options.find(({ long }) => long === "--confirm")?.description;
    expect(said).toContain(`It asks ${consents[words as keyof typeof consents].asks}`);
  }
});

test("a command asks by the one way that knows --confirm", () => {
  const commands = sources.filter((path) => path.startsWith("cli/commands/"));
  const asking = found(/await confirm(Start)?\(session/, commands).map((line) => line.split(":")[0]);
  const optioned = found(/\.\.\.confirmOption\("/, commands).map((line) => line.split(":")[0]);
  // Promote asks by what it shares with pause and resume.
  const shared = ["cli/commands/rollout/confirm-start.ts", "cli/commands/rollout/steering.ts"];
  const byShared = ["cli/commands/rollout/rollout-promote.ts"];
  expect(new Set([...asking.filter((path) => !shared.includes(path ?? "")), ...byShared])).toEqual(
    new Set(optioned),
  );
});

test("the runbook prints the table as `npm run generate` writes it", () => {
  const page = textOf("docs/runbook.md");
  expect(withConsents(page)).toBe(page);
  expect(page).toContain("| `moult unfreeze` | always | the fleet, or all |");
});
