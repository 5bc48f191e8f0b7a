import { basename } from "node:path";
import { expect, test } from "vitest";
import { openInvariants } from "../../chaos/checkers.ts";
import { faultKinds } from "../../chaos/faults.ts";
import { commandKind, listedCommands } from "../../src/aws/command-kinds.ts";
import { driftKinds } from "../../src/domain/drift/drift-kinds.ts";
import { gateKinds } from "../../src/domain/gate-kinds.ts";
import { trafficSettings } from "../../src/domain/traffic-settings.ts";
import { found, imports, sources, textOf } from "./tree.ts";

const membersOf = (folder: string): string[] =>
  sources.filter((path) => path.startsWith(folder)).map((path) => basename(path, ".ts"));

test("every file of gates/ is a gate, and is in the table", () => {
  expect(membersOf("src/domain/gates/").sort()).toEqual(Object.keys(gateKinds).sort());
});

test("every file of detectors/ is a kind of drift, in the table, the design and the example", () => {
  expect(membersOf("src/domain/drift/detectors/").sort()).toEqual([...driftKinds].sort());
  const [design, example] = [textOf("docs/design.md"), textOf("fleets/example.yml")];
  expect(driftKinds.filter((kind) => !design.includes(`\n| \`${kind}\` | `))).toEqual([]);
  expect(driftKinds.filter((kind) => !example.includes(`\n  ${kind}: `))).toEqual([]);
});

test("every strategy has a file, and every file of traffic-strategies/ is used by the table", () => {
  const strategies = trafficSettings.options.map(({ shape }) => shape.strategy.value);
  const inTable = imports
    .filter(({ from }) => from === "src/domain/strategy-kinds.ts")
    .map(({ to }) => basename(to, ".ts"));
  expect(inTable).toEqual(expect.arrayContaining(strategies));
  // What the two weighted strategies share.
  expect(membersOf("src/domain/traffic-strategies/").sort()).toEqual(
    [...strategies, "weighted", "weights"].sort(),
  );
});

test("every file in a folder of chaos/faults/ is a kind of fault, and is in the table under its name", () => {
  const folders = ["aws", "people", "processes", "sides"].map((folder) => `chaos/faults/${folder}/`);
  expect(folders.flatMap(membersOf).sort()).toEqual([...faultKinds.keys()].sort());
});

test("every file of chaos/checkers/invariants/ is an invariant, and is in the table under its name", () => {
  const names = openInvariants().map(({ name }) => name);
  expect(membersOf("chaos/checkers/invariants/").sort()).toEqual(names.sort());
});

test("of every command that is sent it is said whether it reads or writes", () => {
  const senders = sources.filter(
    (path) => path.startsWith("src/") && path !== "src/ledger/stores/dynamodb-ledger.ts",
  );
  const sent = new Set(
    found(/(?<=\bnew )[A-Z]\w+Command(?=\()/, senders).map((line) => line.split(": ")[1] ?? ""),
  );
  expect(sent.size).toBeGreaterThan(30);
  const listed = listedCommands();
  expect([...sent].filter((name) => !listed.includes(name))).toEqual([]);
  expect(listed.filter((name) => !sent.has(name))).toEqual([]);
});

test("what a command's name says, its row says too", () => {
  for (const name of listedCommands()) {
    expect([name, commandKind(name)]).toEqual([
      name,
      /^(Describe|Get|List|Simulate)/.test(name) ? "read" : "write",
    ]);
  }
});
