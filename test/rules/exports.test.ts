import { expect, test } from "vitest";
import { exportedIn, unusedExports, usedIn } from "./exported-names.ts";
import { files, sources, textOf } from "./tree.ts";

/** Exports of src that only tests use, and why. */
const FOR_TESTS: Readonly<Record<string, string>> = {
  "src/aws/command-kinds.ts: listedCommands": "test/rules holds the table against what is sent",
  "cli/view/painter.ts: repaint": "what the live view writes over itself is tested by itself",
  "src/errors/connection-faults.ts: connectionKinds": "the runbook's table is held against it",
  "src/engine/machine.ts: successors": "the states of the deployed machine are walked through by it",
  "src/lambda/no-default-provider.ts: defaultProvider":
    "esbuild puts it in place of the SDK's (resources/esbuild.yml)",
  "src/ledger/image-verdicts.ts: readVerdict": "what is kept of a quarantine is read as it lies there",
  "src/step/step.ts: Step": "the steps of tests are steps",
  "src/step/open-context.ts: STEP_SECONDS": "the time limits in function.yml are held against it",
  "src/domain/run/run-record.ts: runRecord":
    "the union of all kinds of run: tests parse records of each by it",
  "src/domain/moult-event.ts: moultEvent":
    "the contract with readers: every sample and every event is parsed by it",
  "src/ledger/runs/rollouts.ts: ROLLOUT_SCHEMA":
    "test/upgrade writes records of the schema before it and after it",
  "src/ledger/stores/dynamodb-ledger.ts: dynamoDbLedger":
    "the contract suite runs it over a client of its own",
};

/**
 * Each state's test calls its step as the machine does, past the definition that binds it; and the table of a decision
 * names the type of what it decides on.
 */
const UNITS =
  /^src\/(rollout|retirement|recycle)\/states\/[\w-]+\.ts: [a-z]\w+$|^src\/domain\/rollout-decisions\/[\w-]+\.ts: [A-Z]\w+$/;

const textsOf = (paths: readonly string[]): Map<string, string> =>
  new Map(paths.map((path) => [path, textOf(path)]));
const inParts = (pattern: RegExp): Map<string, string> =>
  textsOf(sources.filter((path) => pattern.test(path)));

const typescript = files.filter((path) => /\.(tsx?|mjs)$/.test(path));
const all = textsOf(typescript);
const withoutTests = textsOf(typescript.filter((path) => !path.startsWith("test/")));

test("exports of every form are seen", () => {
  const text = [
    "export const a = 1;",
    "export async function b() {}",
    "export interface C { readonly export: string }",
    "export type D = string;",
    'export { e, type f as G } from "./e.ts";',
    "export class H {}",
    "const exported = 1;",
  ].join("\n");
  expect(exportedIn(text)).toEqual(["a", "b", "C", "D", "H", "e", "G"]);
});

test.each([
  ["by name", 'import { a } from "./a.ts";', true],
  ["as a type, renamed, among others", 'import { x, type a as b,\n  y } from "./a.ts";', true],
  ["passed on", 'export { a } from "./a.ts";', true],
  ["in a module imported as a whole", 'import * as all from "./a.ts";\nall;', true],
  ["at run time", 'const { a } = await import("./a.ts");', true],
  ["in a type", 'type A = (typeof import("./a.ts"))["a"];', true],
  ["another name", 'import { b } from "./a.ts";\nconst a = b;', false],
  ["the name of another file", 'import { a } from "./b.ts";', false],
  ["another name at run time", 'const { b } = await import("./a.ts");', false],
])("a name used %s", (_how, text, isUsed) => {
  const used = usedIn("src/user.ts", text).some(({ from, takes }) => from === "src/a.ts" && takes("a"));
  expect(used).toBe(isUsed);
});

test("an export that nothing takes is found, also one that its own file uses", () => {
  const exporting = new Map([["src/a.ts", "export const a = 1;\nexport const b = a;\nexport const c = b;"]]);
  const using = new Map([...exporting, ["src/b.ts", 'import { b } from "./a.ts";']]);
  expect(unusedExports(exporting, using)).toEqual(["src/a.ts: a", "src/a.ts: c"]);
});

test("every name that src and the command line export is used by another file of the code", () => {
  const unused = unusedExports(inParts(/^(src|cli|dashboard)\//), withoutTests).filter(
    (each) => !UNITS.test(each),
  );
  expect(unused.filter((each) => !(each in FOR_TESTS))).toEqual([]);
  expect(Object.keys(FOR_TESTS).filter((each) => !unused.includes(each))).toEqual([]);
  const stillUnused = unusedExports(inParts(/^src\//), all);
  expect(Object.keys(FOR_TESTS).filter((each) => stillUnused.includes(each))).toEqual([]);
});

test("every name that the simulator, the chaos, the bench, the end-to-end run and the rehearsal export is used by another file", () => {
  expect(unusedExports(inParts(/^(simulator|chaos|bench|e2e|rehearsal)\//), all)).toEqual([]);
});
