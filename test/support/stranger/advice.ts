import { stripVTControlCharacters } from "node:util";
import { Command } from "commander";
import { addCommands } from "../../../cli/commands.ts";

/** What a person puts in for a placeholder of a printed command. */
const MEANT: Readonly<Record<string, string>> = {
  "<text>": '"it was looked into"',
  "…": '"it was looked into"',
  "<group>": "web",
  "<fleet>": "web",
};

const program = new Command("moult");
addCommands(program, { run: async () => undefined });

/** The command at the begin of a sentence: its words, then names, and options with what they take. */
function commandIn(sentence: string): string {
  const [moult = "", ...rest] = sentence.split(/[\s;,·]+/);
  const words = [moult];
  let command: Command | undefined = program;
  for (const word of rest) {
    command = command?.commands.find((each) => each.name() === word);
    if (command === undefined && !/^(web[\w-]*|ami-\w+|--[a-z-]+|<text>)$/.test(word)) break;
    words.push(word);
  }
  return words.join(" ");
}

/**
 * The command that an answer advises and that begins with these words, as somebody types it who puts in what they mean. Throws, with the
 * answer, when it advises no such thing.
 */
export function advised({ out, err }: { readonly out: string; readonly err: string }, words: string): string {
  // Where a command was broken into lines it is one command all the same.
  const said = stripVTControlCharacters(`${out}\n${err}`).replaceAll(/\s*\n\s+/g, " ");
  const quoted = [...said.matchAll(/`(moult [^`]+)`/g)].map(([, command = ""]) => command);
  const bare = [...said.matchAll(/moult [a-z].*/g)].map(([from]) => [commandIn(from)]);
  const all = [...quoted, ...bare.flat()];
  const found = all.find((command) => command.startsWith(words));
  if (found === undefined) throw new Error(`nothing advises \`${words} …\`:\n${out}${err}`);
  return Object.entries(MEANT).reduce((command, [sign, meant]) => command.replaceAll(sign, meant), found);
}

/** The --confirm that a refusal asks for: ` --confirm web`. */
export function confirmation({ err }: { readonly err: string }): string {
  const [, given] = /Nothing was changed: give( --confirm \S+) to carry it out/.exec(err) ?? [];
  if (given === undefined) throw new Error(`nothing asks for a confirmation:\n${err}`);
  return given;
}
