import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect } from "vitest";
import type * as z from "zod";
import { readImageEvent } from "../../src/detect/image-published/read-image-event.ts";
import { readInstanceEvent } from "../../src/detect/instance-reported/read-instance-event.ts";
import { InvalidInput } from "../../src/errors/errors.ts";
import { machines } from "../../src/machines/machines.ts";
import { parseInput } from "../../src/step/parse-input.ts";
import { readStartInput } from "../../src/domain/run/start-input.ts";
import { UNSAFE } from "../support/cli/hostile-words.ts";
import { fuzzed } from "../support/fuzz/fuzzed.ts";
import { mutated, values } from "../support/fuzz/inputs.ts";

const folder = new URL("../../events/in/", import.meta.url);
const samples = readdirSync(folder).map((name): unknown =>
  JSON.parse(readFileSync(new URL(name, folder), "utf8")),
);
const events = fc.oneof(values, ...samples.map(mutated));

/** Of what anybody may say at any length, what goes into the ledger is short. */
fuzzed("every reader of events says what is wrong, in few words", events, (event) => {
  for (const read of [readImageEvent(event), readInstanceEvent(event)]) {
    expect(["claim", "notice", "login", "departure", "ignored", "malformed"]).toContain(read.kind);
    expect(JSON.stringify(read).length).toBeLessThan(20_000);
    if ("reason" in read) expect(read.reason.length).toBeLessThanOrEqual(500);
  }
});

const inputs = fc.oneof(
  values,
  mutated({
    fleet: "web",
    image: "ami-0123456789abcdef0",
    until: "2026-12-24T12:00:00Z",
    force: true,
    reason: "why",
    by: "ada",
  }),
  mutated({ fleet: "web", replaceLaunchedBefore: "2026-11-01" }),
  mutated({
    fleet: "web",
    decided: { image: "ami-0123456789abcdef0", reason: "image" },
    leg: { run: "web-1", number: 2 },
  }),
  mutated({ fleet: "web", settle: { keep: "blue", by: "ada", reason: "why" }, recover: "web-1" }),
);
fuzzed("what is typed into the console is taken or refused, in a sentence", inputs, (input) => {
  const read = readStartInput(input);
  if (!("faults" in read)) return expect(read.fleet).toMatch(/^[a-z][a-z0-9-]{0,29}$/);
  expect(read.faults.length).toBeGreaterThan(0);
  for (const fault of read.faults) expect(fault).not.toMatch(UNSAFE);
  expect(read.faults.join("; ").length).toBeLessThan(8192);
});

const states = machines.flatMap((machine) => Object.values(machine.states));
const task = mutated({
  fleet: "web",
  run: "web-1",
  fence: 7,
  execution: { id: "x", name: "web-1", input: { fleet: "web" } },
});
const given = fc.tuple(fc.constantFrom(...states), fc.oneof(values, task));
fuzzed("every state of a machine takes its input or refuses it by name", given, ([state, input]) => {
  try {
    parseInput(state.input as z.ZodType, input);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    expect((error as InvalidInput).message).not.toMatch(/[\n\p{Cc}\p{Cf}]/u);
  }
});
