import { Command } from "commander";
import { expect, test } from "vitest";
import * as z from "zod";
import { addCommands } from "../../cli/commands.ts";
import { addSettings } from "../../cli/session/settings.ts";
import { documents, fencesIn, spansIn, textOf } from "../support/docs/markdown.ts";

const program = addSettings(new Command("moult"));
addCommands(program, { run: async () => undefined });

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(textOf("package.json")));

/** Lines that a person could type: of code blocks, without the prompt, and code spans. */
function typedIn(markdown: string): string[] {
  const blocks = fencesIn(markdown).flatMap(({ text }) => text.replaceAll("\\\n", " ").split("\n"));
  return [...blocks, ...spansIn(markdown)].map((line) => line.trim().replace(/^\$ /, ""));
}

/** The words behind `moult`, or behind `npm run moult --`. */
function moultWords(line: string): string[] | undefined {
  const words = /^(?:moult|npm run (?:--silent )?moult --) (.+)$/.exec(line)?.[1];
  return words?.replace(/\s+#.*$/, "").split(/\s+/);
}

function whyWrong(words: readonly string[]): string[] {
  let command = program;
  for (const word of words) {
    const child = command.commands.find((each) => each.name() === word);
    if (child === undefined) break;
    command = child;
  }
  const all = [...command.options, ...program.options].flatMap(({ long }) => long ?? []);
  const strange = words.filter((word) => word.startsWith("--") && ![...all, "--help"].includes(word));
  const first = words.find((word) => !word.startsWith("-"));
  return [
    ...(command === program && first !== undefined && first !== "help" ? [`no command ${first}`] : []),
    ...strange.map((option) => `${command.name()} has no ${option}`),
  ];
}

test("the commands and options of moult that documents name exist", () => {
  const named = documents.flatMap((document) =>
    typedIn(textOf(document)).flatMap((line) => {
      const words = moultWords(line);
      return words ? [{ at: `${document}: ${line}`, words }] : [];
    }),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.flatMap(({ at, words }) => whyWrong(words).map((why) => `${at}: ${why}`))).toEqual([]);
});

test("a command or an option that does not exist is found", () => {
  expect(whyWrong(["fleet", "validate", "web.yml"])).toEqual([]);
  expect(whyWrong(["fleets"])).toEqual(["no command fleets"]);
  expect(whyWrong(["plan", "web", "--dry"])).toEqual(["plan has no --dry"]);
});

test("the scripts of npm that documents name exist", () => {
  const named = documents.flatMap((document) =>
    typedIn(textOf(document)).flatMap((line) => {
      const [, run, short] = /^npm (?:run (?:--silent )?([\w:-]+)|(test|start))/.exec(line) ?? [];
      const script = run ?? short;
      return script === undefined ? [] : [{ document, script }];
    }),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
});
