import { expect, test } from "vitest";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import { Throttled } from "../../src/errors/errors.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { writeGeneration } from "../../src/ledger/generations.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { steerRollout } from "../../src/operator/steer-rollout.ts";
import { commandLine, declareWeb, NOON } from "../support/cli/command-line.ts";
import { generation, rollout } from "../support/cli/records.ts";

const ASKED = { act: "abort", fleet: "web", by: "grace@desk", reason: "wrong image" } as const;
const REFUSED = {
  image: "ami-0bbb",
  templateVersion: 1,
  template: "lt-0abc",
  since: NOON,
  by: "grace@desk",
  reason: "wrong image",
};

/** A fleet that runs `ami-0aaa` from template version 1, with a rollout that differs so. */
async function running(record: Partial<RolloutRecord> = {}) {
  const { plane } = commandLine();
  await declareWeb(plane);
  await writeGeneration(plane.ledger, generation({}), "absent");
  await rollouts.write(plane.ledger, rollout(record), "absent");
  return plane;
}

test("what the rollout was to make is refused by whoever aborts it, then the rollout is asked to end", async () => {
  const { ledger, clock } = await running();
  const written: string[] = [];
  const watched: Ledger = {
    ...ledger,
    put: async (write, expected) => (
      written.push(write.sort.split("#")[0] ?? ""), ledger.put(write, expected)
    ),
  };
  expect(await steerRollout(ASKED, { ledger: watched, clock })).toMatchObject({
    changed: true,
    rollout: "web-1",
  });
  expect(written).toEqual(["entry", "except", "rollout"]);
  expect(await readExcept(ledger, "web")).toEqual([REFUSED]);
});

test("it is refused even when the rollout could not be asked", async () => {
  const { ledger, clock } = await running();
  const lost: Ledger = {
    ...ledger,
    put: async (write, expected) => {
      if (write.sort.startsWith("rollout#")) throw new Throttled("too many writes");
      return ledger.put(write, expected);
    },
  };
  await expect(steerRollout(ASKED, { ledger: lost, clock })).rejects.toThrow("too many writes");
  expect(await readExcept(ledger, "web")).toEqual([REFUSED]);
});

test("what is past the point of no return is not ended, and refused by nobody: it says how to go back", async () => {
  const { ledger, clock } = await running({ milestones: { "blue-released": NOON } });
  const before = await rollouts.open(ledger, "web");
  expect(await steerRollout(ASKED, { ledger, clock })).toEqual({
    changed: false,
    rollout: "web-1",
    reason:
      "rollout web-1 has released blue, and the only way is forward: moult rollout rollback web --reason <text> --confirm web goes back to ami-0aaa by a rollout of its own",
    until: null,
  });
  expect(await readExcept(ledger, "web")).toEqual([]);
  expect(await rollouts.open(ledger, "web")).toEqual(before);
});

test("what runs already is refused too: its servers are not to be replaced by the same", async () => {
  const { ledger, clock } = await running({ imageTo: "ami-0aaa" });
  await steerRollout(ASKED, { ledger, clock });
  expect(await readExcept(ledger, "web")).toEqual([{ ...REFUSED, image: "ami-0aaa" }]);
});

test("the image that runs, from another template version, is refused", async () => {
  const { ledger, clock } = await running({ imageTo: "ami-0aaa", templateVersion: 2 });
  await steerRollout(ASKED, { ledger, clock });
  expect(await readExcept(ledger, "web")).toEqual([{ ...REFUSED, image: "ami-0aaa", templateVersion: 2 }]);
});
