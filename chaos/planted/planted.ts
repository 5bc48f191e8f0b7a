import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { PLANTED_BUGS } from "./bugs.ts";
import { type Catch, readCaught, writeCaught } from "./caught.ts";
import { firstCatch, MOST_RUNS } from "./first-catch.ts";
import { plantIn } from "./plant.ts";
import { seenAgain } from "./seen-again.ts";

// npm run planted -- [part of a bug's name] [--record] [--kept: first where each was caught last]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { record: { type: "boolean", default: false }, kept: { type: "boolean", default: false } },
});
const [wanted = ""] = positionals;
const bugs = PLANTED_BUGS.filter(({ name }) => name.includes(wanted));
const width = Math.max(3, ...bugs.map(({ name }) => name.length));
const row = (bug: string, seed: string, invariant: string): void =>
  void process.stdout.write(`${bug.padEnd(width)}  ${seed.padStart(6)}  ${invariant}\n`);

const seen = values.kept ? await seenAgain(bugs, readCaught()) : new Map<string, Catch>();
const found = new Map<string, Catch | undefined>();
row("bug", "seed", "invariant");
for (const bug of bugs) {
  try {
    plantIn(readFileSync(new URL(`../../${bug.file}`, import.meta.url), "utf8"), bug);
    const caught = seen.get(bug.name) ?? (await firstCatch(bug));
    found.set(bug.name, caught);
    row(bug.name, caught ? String(caught.seed) : "MISSED", caught?.invariant ?? "");
  } catch (error) {
    found.set(bug.name, undefined);
    row(bug.name, "-", error instanceof Error ? error.message : String(error));
  }
}
const missed = [...found.values()].filter((caught) => caught === undefined).length;
process.stdout.write(
  `${bugs.length - missed} of ${bugs.length} planted bugs caught within ${MOST_RUNS} runs\n`,
);
if (values.record) record();
process.exitCode = missed === 0 ? 0 : 1;

/** What was not searched anew stays; bugs that are no more go. */
function record(): void {
  const known = readCaught();
  const rows = PLANTED_BUGS.flatMap(({ name }) => {
    const caught = found.has(name) ? found.get(name) : known[name];
    return caught ? [[name, caught] as const] : [];
  });
  writeCaught(Object.fromEntries(rows));
}
