import type { Command } from "commander";

/** One word that may stand where the cursor is, and what it is about. */
export interface Candidate {
  readonly word: string;
  readonly about: string;
}

/** What may stand where the cursor is. `fleets` are in the ledger, `files` on the disk: neither is looked up here. */
type Candidates =
  | { readonly kind: "words"; readonly words: readonly Candidate[] }
  | { readonly kind: "fleets" | "files"; readonly words: readonly Candidate[] };

/** Where in the commands the words before the cursor lead. */
interface Place {
  readonly command: Command;
  /** How many of its arguments stand already. */
  readonly given: number;
  /** The option whose value is next. */
  readonly option: Option | undefined;
  readonly typed: ReadonlySet<string>;
  /** Behind `--` nothing is an option. */
  readonly ended: boolean;
}
type Option = Command["options"][number];

const NONE: Candidates = { kind: "words", words: [] };

/** What may stand in the place of the last word, by the same table of commands that the help is made of. */
export function candidates(program: Command, words: readonly string[]): Candidates {
  const last = words.at(-1) ?? "";
  // bash takes `--engine=embedded` for three words.
  const word = last === "=" ? "" : last;
  const place = placeOf(program, words.slice(0, -1));
  const { command, option, typed, ended } = place;
  if (option !== undefined) return starting(valuesOf(option, option.argChoices), word);
  const [, name, value] = /^(--[\w-]+)=(.*)$/.exec(word) ?? [];
  if (name !== undefined && !ended) return assigned(optionOf(program, command, name), name, value ?? "");
  if (word.startsWith("-") && !ended)
    return starting({ kind: "words", words: optionsOf(program, command, typed) }, word);
  return starting(argumentsOf(place), word);
}

function placeOf(program: Command, words: readonly string[]): Place {
  let [command, given, ended] = [program, 0, false];
  let option: Option | undefined;
  const typed = new Set<string>();
  for (const word of words) {
    if (word === "=") continue;
    if (option !== undefined) option = undefined;
    else if (word === "--" || ended) ended = true;
    else if (word.startsWith("-")) {
      typed.add(word);
      const found = optionOf(program, command, word);
      option = found && takesValue(found) ? found : undefined;
    } else {
      const child = command.commands.find((each) => each.name() === word);
      [command, given] = child === undefined ? [command, given + 1] : [child, 0];
    }
  }
  return { command, given, option, typed, ended };
}

const takesValue = ({ required, optional }: Option): boolean => required || optional;

const optionOf = (program: Command, command: Command, word: string): Option | undefined =>
  [...command.options, ...program.options].find(({ long, short }) => long === word || short === word);

function optionsOf(program: Command, command: Command, typed: ReadonlySet<string>): Candidate[] {
  const all = command === program ? program.options : [...command.options, ...program.options];
  const shown = all.filter(({ hidden, long }) => !hidden && typeof long === "string" && !typed.has(long));
  const words = shown.map(({ long, description }) => ({ word: long ?? "", about: description }));
  return [...words, { word: "--help", about: "display help for command" }];
}

/** By the name that the help shows: `<fleet>`, `<files...>`, `<path>`. */
function valuesOf(
  named: { readonly flags?: string; name(): string },
  choices?: readonly string[],
): Candidates {
  if (choices !== undefined) return { kind: "words", words: choices.map((word) => ({ word, about: "" })) };
  const name = /[<[](\w+)/.exec(named.flags ?? "")?.[1] ?? named.name();
  if (name === "fleet") return { kind: "fleets", words: [] };
  return /^(files?|path)$/.test(name) ? { kind: "files", words: [] } : NONE;
}

function argumentsOf({ command, given }: Place): Candidates {
  const { commands, registeredArguments } = command;
  const help = command.createHelp();
  const children = given > 0 ? [] : help.visibleCommands(command).filter((each) => commands.includes(each));
  const words = children.map((each) => ({ word: each.name(), about: each.description() }));
  const argument = registeredArguments[given] ?? registeredArguments.findLast(({ variadic }) => variadic);
  if (argument === undefined) return { kind: "words", words };
  const values = valuesOf(argument, argument.argChoices);
  return { ...values, words: [...words, ...values.words] };
}

function assigned(option: Option | undefined, name: string, value: string): Candidates {
  if (option?.argChoices === undefined) return NONE;
  const words = option.argChoices.map((word) => ({ word: `${name}=${word}`, about: "" }));
  return starting({ kind: "words", words }, `${name}=${value}`);
}

const starting = (all: Candidates, word: string): Candidates => ({
  ...all,
  words: all.words.filter((each) => each.word.startsWith(word)),
});
