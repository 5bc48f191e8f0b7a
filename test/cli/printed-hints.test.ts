import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { expect, test } from "vitest";
import { addCommands } from "../../cli/commands.ts";
import { addSettings } from "../../cli/session/settings.ts";
import { answerActions, steeringActions } from "../../src/domain/explain/actions.ts";
import { fleetActions } from "../../src/domain/explain/fleet/fleet-actions.ts";
import { consents } from "../../src/desk/consent.ts";

/*
 * What a sentence, an answer or an error proposes is typed as it stands: each command that the sources name is handed to the real parser,
 * with a word in place of what is filled in.
 */

/** The command line as it is, but for what it would do and print. */
function parser(): Command {
  const program = addSettings(new Command("moult")).exitOverride();
  program.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  addCommands(program, { run: async () => undefined });
  return program;
}

/** Where sentences are made. */
const FOLDERS = ["src", "cli", "dashboard", "functions"];
const sources = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);

interface Hint {
  readonly at: string;
  readonly words: readonly string[];
}

/** One word in place of each `${…}`, however much is in it. */
const filledIn = (text: string): string => {
  let [filled, depth] = ["", 0];
  for (let index = 0; index < text.length; index += 1) {
    if (text.startsWith("${", index)) depth += 1;
    if (depth === 0) filled += text[index];
    if (depth > 0 && text[index] === "}" && (depth -= 1) === 0) filled += "‹x›";
  }
  return filled;
};

/** What stands for a value: filled in, to be filled in, or of an example. */
const VALUE =
  /^(?:.*‹x›.*|<[^>]+>|"[^"]*"|…|web|api|shop|ami-[\w…]+|i-[\w…]+|blue|green|blue\|green|all|\d\w*)$/;
const isPlain = (token: string): boolean => /^[a-z][a-z-]*$/.test(token);

/** Whether the next word belongs to it. */
function takesValue(token: string, command: Command, program: Command): boolean {
  const option = [...command.options, ...program.options].find(({ long }) => long === token);
  return option?.required === true;
}

/** The words of a hint: the command, its values and options, up to where the sentence goes on. */
function wordsOf(text: string, program: Command): string[] {
  const tokens = text.match(/"[^"]*"|<[^>]+>|\S+/g) ?? [];
  const words: string[] = [];
  let command = program;
  let isValue = false;
  for (const raw of tokens) {
    const token = raw.startsWith('"') ? raw : raw.replace(/[.,;:)\\`'"\]}]+$/, "");
    const child = command.commands.find((each) => each.name() === token);
    const isCommand = child !== undefined && words.every(isPlain);
    if (!isValue && !isCommand && !token.startsWith("--") && !VALUE.test(token)) break;
    if (isCommand) command = child;
    words.push(token);
    isValue = !isValue && takesValue(token, command, program);
    if (token !== raw) break;
  }
  return words;
}

const program = parser();
const hints: Hint[] = sources.flatMap((at) => {
  const text = readFileSync(at, "utf8").replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, "");
  // As src/domain/explain/actions.ts shares it.
  const code = filledIn(text.replaceAll("${REASON}", "--reason <text>"));
  return [...code.matchAll(/\bmoult ([a-z][^\n]*)/g)].flatMap(([, text = ""]) => {
    const words = wordsOf(text, program);
    return words.length === 0 ? [] : [{ at: `${at}: moult ${words.join(" ")}`, words }];
  });
});

/** With values that each option takes; a command that is only named, without a value, is not typed like that. */
async function whyRefused(words: readonly string[]): Promise<string | null> {
  const given = words.map((word) => word.replaceAll(/‹x›|<[^>]+>|…/g, "web").replaceAll('"', ""));
  try {
    await parser().parseAsync(given, { from: "user" });
    return null;
  } catch (error) {
    if (error instanceof CommanderError) return error.message;
    throw error;
  }
}

/** Which command it is may be filled in, too: those are made in the test below. */
const isTyped = ({ words }: Hint): boolean =>
  words.some((word) => !isPlain(word)) && !words.join(" ").startsWith("rollout ‹x›");

test("each command with a value or an option that the sources propose is taken by the parser", async () => {
  const typed = hints.filter(isTyped);
  expect(typed.length).toBeGreaterThan(60);
  const refused: string[] = [];
  for (const { at, words } of typed) {
    const why = await whyRefused(words);
    if (why !== null) refused.push(`${at}: ${why}`);
  }
  expect(refused).toEqual([]);
});

test("all that may be done to a fleet and to a rollout is taken by it", async () => {
  const subject = { state: null, freeze: null, run: null, attention: [], unreadable: null };
  const ofFleet = fleetActions({ kind: "fleet", fleet: "web", ...subject }, 0);
  const actions = [
    ...ofFleet,
    ...steeringActions("web", undefined, 0),
    ...answerActions("web", { key: "launch" }),
  ];
  expect(actions.filter(({ command }) => command.includes(" --ask ")).length).toBe(2);
  expect(actions.length).toBeGreaterThan(10);
  for (const { command } of actions) {
    const words = (command.match(/<[^>]+>|\S+/g) ?? []).slice(1);
    expect([command, await whyRefused(words)]).toEqual([command, null]);
  }
});

test("each that asks always has its confirmation with it", () => {
  const always = Object.entries(consents).flatMap(([name, { asks }]) => (asks === "always" ? [name] : []));
  const bare = hints.filter(
    ({ words }) =>
      isTyped({ at: "", words }) &&
      always.some((name) => words.join(" ").startsWith(`${name} `)) &&
      !words.includes("--confirm"),
  );
  expect(bare.map(({ at }) => at)).toEqual([]);
});

test("what the parser does not know is refused", async () => {
  expect(await whyRefused(["unfreeze", "‹x›", "--yes"])).toMatch(/unknown option/);
  expect(await whyRefused(["settle", "‹x›", "--keep", "blue"])).toMatch(/--reason/);
  expect(await whyRefused(["rollout", "settle", "‹x›"])).toMatch(/unknown command|too many/);
});
