import { basename } from "node:path";
import { expect, test } from "vitest";
import { rolloutMachine } from "../../src/rollout/rollout-machine.ts";
import { found, type Import, imports, importsIn, sources } from "./tree.ts";

/** What each layer of src may import: those before it in this list, and errors and the domain always. */
const LAYERS: readonly (readonly string[])[] = [
  ["src/errors"],
  ["src/domain"],
  ["src/ledger"],
  ["src/aws"],
  ["src/step"],
  ["src/rollout"],
  ["src/retirement"],
  ["src/recycle"],
  ["src/detect"],
  ["src/machines"],
  ["src/adoption", "src/operator"],
  ["src/desk"],
  ["src/sweep"],
  ["src/views"],
  ["src/engine", "src/lambda"],
];

/** Which parts each part may import: inward only (docs/design.md). */
const MAY: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    LAYERS.flatMap((layer, index) => layer.map((part) => [part, LAYERS.slice(0, index).flat()])),
  ),
  functions: ["src/*"],
  simulator: [],
  rehearsal: ["simulator", "src/*"],
  chaos: ["simulator", "rehearsal", "src/*"],
  dashboard: ["src/*"],
  cli: ["dashboard", "simulator", "rehearsal", "src/*"],
  bench: ["simulator", "rehearsal", "chaos", "cli", "dashboard", "src/*"],
  e2e: ["simulator", "rehearsal", "src/*"],
};

const partOf = (path: string): string =>
  path
    .split("/")
    .slice(0, path.startsWith("src/") ? 2 : 1)
    .join("/");
const isOurs = ({ to }: Import): boolean => /^[a-z0-9]+\/.*\.tsx?$/.test(to) && !to.startsWith("@");
const isSdk = ({ to }: Import): boolean => to.startsWith("@aws-sdk/") || to.startsWith("@smithy/");
const shown = ({ from, to }: Import): string => `${from} imports ${to}`;

function outward(each: Import): boolean {
  const [from, to] = [partOf(each.from), partOf(each.to)];
  const may = MAY[from] ?? [];
  return from !== to && !may.includes(to) && !(to.startsWith("src/") && may.includes("src/*"));
}

test("imports of every form are seen", () => {
  const text = [
    'import { a } from "./a.ts";',
    'import type { B } from "../b.ts";',
    'export * from "../../c.ts";',
    'import {\n  type D,\n  d,\n} from "@aws-sdk/d";',
    'import "./e.ts";',
    'const f = await import("./f.ts");',
  ].join("\n");
  expect(importsIn("src/aws/it.ts", text).map(({ to, typeOnly }) => [to, typeOnly])).toEqual([
    ["src/aws/a.ts", false],
    ["src/b.ts", true],
    ["c.ts", false],
    ["@aws-sdk/d", false],
    ["src/aws/e.ts", false],
    ["src/aws/f.ts", false],
  ]);
  expect(outward({ from: "src/domain/a.ts", to: "src/aws/b.ts", typeOnly: true })).toBe(true);
  expect(outward({ from: "cli/a.ts", to: "src/aws/b.ts", typeOnly: false })).toBe(false);
});

test("every part of the code has its place", () => {
  expect([...new Set(sources.map(partOf))].filter((part) => !(part in MAY))).toEqual([]);
});

test("imports point inward", () => {
  expect(imports.filter((each) => isOurs(each) && outward(each)).map(shown)).toEqual([]);
});

test("a state of the rollout imports no state, and lends nothing but its step and its definition", () => {
  const isState = (path: string): boolean => path.startsWith("src/rollout/states/");
  const table = "src/rollout/rollout-machine.ts";
  const between = imports.filter(
    ({ from, to }) => from.startsWith("src/rollout/") && from !== table && isState(to),
  );
  expect(between.map(shown)).toEqual([]);
  const camel = (path: string): string =>
    basename(path, ".ts").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const states = sources.filter(isState);
  expect(states.length).toBe(Object.keys(rolloutMachine.states).length);
  expect(found(/^export [^=(<{]*/m, states)).toEqual(
    states.flatMap((path) => [
      expect.stringMatching(new RegExp(` (const|function) ${camel(path)}$`)),
      expect.stringMatching(new RegExp(` const ${camel(path)}State$`)),
    ]),
  );
});

test("the domain knows no SDK but its types, and no IO", () => {
  const pure = imports.filter(({ from }) => from.startsWith("src/domain/"));
  expect(pure.filter((each) => isSdk(each) && !each.typeOnly).map(shown)).toEqual([]);
  expect(pure.filter(({ to }) => to.startsWith("node:")).map(shown)).toEqual([]);
});

test("in src, only src/aws and the ledger's DynamoDB store send commands of the SDK; beside it, who plays a team", () => {
  const allowed =
    /^src\/aws\/|^src\/ledger\/stores\/dynamodb-ledger\.ts$|^rehearsal\/(account|front)\.ts$|^cli\/demo\/perform\.ts$|^simulator\/|^bench\/(legs|load|plan|reaction)\/|^chaos\/|^e2e\//;
  const others = imports.filter((each) => isSdk(each) && !each.typeOnly && !allowed.test(each.from));
  expect(others.map(shown)).toEqual([]);
});

test("one file knows DynamoDB", () => {
  // The end-to-end run looks at tables, as a person would.
  const own = imports.filter(({ from }) => !from.startsWith("e2e/"));
  const of = own.filter(({ to }) => /^@aws-sdk\/(client-dynamodb|lib-dynamodb)$/.test(to));
  expect(new Set(of.map(({ from }) => from))).toEqual(new Set(["src/ledger/stores/dynamodb-ledger.ts"]));
});
