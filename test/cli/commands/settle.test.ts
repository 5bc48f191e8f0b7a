import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const UNSETTLED: Partial<RolloutRecord> = {
  endedAt: NOON,
  outcome: "needs-person",
  outcomeReason: "blue is ill",
  needsPerson: { reason: "blue is ill", at: NOON },
};
const SETTLED: Partial<RolloutRecord> = {
  phase: "CloseRollout",
  endedAt: NOON,
  outcome: "succeeded",
  outcomeReason: "settled on green by ada@laptop",
  settlement: { keep: "green", by: "ada@laptop", at: NOON },
  execution: "settle-1",
};

/** A command line of a fleet with such a rollout, where settling ends at once; `null`: the settlement is refused. */
async function settling(before: Partial<RolloutRecord>, after: Partial<RolloutRecord> | null = SETTLED) {
  const said: unknown[] = [];
  const line = commandLine({
    plane: {
      settle: async (...given) => {
        said.push(given);
        const { ledger } = line.plane;
        const stored = await rollouts.read(ledger, "web", "web-1");
        if (after && stored) await rollouts.write(ledger, { ...stored.run, ...after }, stored.revision);
        return { id: "settle-1", settled: Promise.resolve() };
      },
    },
  });
  const { ledger } = line.plane;
  await declareWeb(line.plane);
  await rollouts.write(ledger, rollout({ ...before }), "absent");
  await writeGeneration(ledger, generation({}), "absent");
  await writeGeneration(ledger, generation({ number: 7, group: "web-g0007", state: "launching" }), "absent");
  return { ...line, said };
}

describe("moult settle", () => {
  test("says what it will do, and watches the rollout to its end", async () => {
    const { moult, plane, said } = await settling(UNSETTLED);
    const asked = await moult(["settle", "web", "--keep", "green", "--reason", "blue is ill"]);
    expect(asked.code).toBe(1);
    expect(asked.err).toContain("All traffic of web goes to green, and blue is taken down.");
    expect(said).toEqual([]);
    expect(await listEntries(plane.ledger, "web")).toEqual([]);
    const { code, out } = await moult([
      ..."settle web --keep green --confirm web --reason".split(" "),
      "blue is ill",
    ]);
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining("web: succeeded: settled on green by ada@laptop"),
    });
    expect(said).toEqual([["web", { keep: "green", by: "ada@laptop", reason: "blue is ill" }]]);
    expect(await listEntries(plane.ledger, "web")).toMatchObject([
      { action: "settle", subject: "green", reason: "blue is ill", actor: "ada@laptop", rollout: "web-1" },
    ]);
  });

  test.each([
    ["a fleet that needs no person", { endedAt: NOON, outcome: "succeeded" }, "green", /web needs no person/],
    ["a rollout that runs", {}, "green", /rollout web-1 runs/],
    ["a side that is gone", { ...UNSETTLED, green: 9 }, "green", /green \(generation 9\) is gone/],
    [
      "a blue that was released",
      { ...UNSETTLED, milestones: { "blue-released": 1 } },
      "blue",
      /blue has been released/,
    ],
    ["another side", UNSETTLED, "red", /--keep red is no side of a rollout: give blue or green/],
    [
      "one that is being settled on the other side",
      { ...SETTLED, endedAt: null },
      "blue",
      /being settled on green/,
    ],
  ] as const)("%s: one clear answer, and nothing is changed", async (_what, before, keep, message) => {
    const { moult, plane, said } = await settling(before as Partial<RolloutRecord>);
    const { code, err } = await moult(`settle web --keep ${keep} --confirm web --reason x`);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(message) });
    expect(said).toEqual([]);
    expect(await listEntries(plane.ledger, "web")).toEqual([]);
  });

  test("twice on the same side says so, and changes nothing", async () => {
    const { moult, said } = await settling({ ...SETTLED, endedAt: null });
    const { code, out } = await moult("settle web --keep green --confirm web --reason x --json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ fleet: "web", rollout: "web-1", keep: "green", changed: false });
    expect(said).toEqual([]);
  });

  test("what Admit refuses is said with its reason", async () => {
    const { moult } = await settling(UNSETTLED, null);
    const { code, err } = await moult("settle web --keep green --confirm web --reason x");
    expect(code).toBe(1);
    expect(err).toMatch(/ended before it had settled anything/);
  });
});
