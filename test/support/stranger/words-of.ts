/** The words of a command line as a shell takes them, without `moult` itself. */
export const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/gu)]
    .map(([, double, single, bare]) => double ?? single ?? bare ?? "")
    .slice(1);
