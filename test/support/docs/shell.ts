/** A command as a shell would run it: the program, and its words without quotes. */
export interface Typed {
  readonly program: string;
  readonly words: readonly string[];
}

/**
 * The commands of a block that a person could paste: lines that go on behind `\` are one, what stands behind a prompt is taken
 * without it, and `$(…)`, pipes and `&&` are taken apart. Loops and conditions are no commands of their own.
 */
export function commandsIn(block: string): Typed[] {
  const lines = block.replaceAll(/\\\n\s*/g, " ").split("\n");
  // A placeholder such as `<the newer>` is one word, and no redirection.
  const filledIn = (line: string): string =>
    line.replaceAll(/<([a-z][\w -]*)>/gi, (_, name: string) => name.replaceAll(" ", "-"));
  return lines.flatMap((line) => commandsOf(filledIn(line.trim().replace(/^\$ /, ""))));
}

function commandsOf(line: string): Typed[] {
  const { parts, inner } = takenApart(line);
  return [...parts.flatMap(typed), ...inner.flatMap(commandsOf)];
}

const CLOSES: Readonly<Record<string, string>> = { "'": "'", '"': '"' };

/** The commands of a line as lists of words, and what stands in `$(…)`. */
function takenApart(line: string): { parts: string[][]; inner: string[] } {
  const parts: string[][] = [[]];
  const inner: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) parts.at(-1)?.push(word);
    word = undefined;
  };
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? "";
    if (quote !== "'" && line.startsWith("$(", at)) {
      const end = closing(line, at + 2);
      inner.push(line.slice(at + 2, end));
      word = `${word ?? ""}$()`;
      at = end;
    } else if (quote !== undefined) {
      if (char === quote) quote = undefined;
      else word = `${word ?? ""}${char}`;
    } else if (char in CLOSES) {
      quote = CLOSES[char];
      word ??= "";
    } else if (/[\s;|&]/.test(char)) {
      endWord();
      if (char !== " ") parts.push([]);
    } else if (char === "#" && word === undefined) {
      break;
    } else word = `${word ?? ""}${char}`;
  }
  endWord();
  return { parts, inner };
}

function closing(line: string, from: number): number {
  let depth = 1;
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === "(") depth += 1;
    if (line[at] === ")" && --depth === 0) return at;
  }
  return line.length;
}

/** Without what is set before it, and without where its output goes. */
function typed(part: readonly string[]): Typed[] {
  const from = part.findIndex((word) => !/^(export|do|then|[A-Za-z_]\w*=.*)$/s.test(word));
  if (from < 0) return [];
  const to = part.findIndex((word) => /^\d?>/.test(word));
  const [program = "", ...words] = part.slice(from, to < 0 ? undefined : to);
  return [{ program, words }];
}
