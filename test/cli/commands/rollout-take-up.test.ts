import { expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";

const ended = rollout({ phase: "CloseRollout", endedAt: NOON, outcome: "succeeded", outcomeReason: "done" });

const standing = async (record: RolloutRecord) => {
  const taken: string[] = [];
  const line = commandLine({
    plane: {
      takeUp: async (_fleet, id) => {
        taken.push(id);
        return {
          id: record.id,
          settled: rollouts.write(line.plane.ledger, ended, "any").then(() => undefined),
        };
      },
    },
  });
  await declareWeb(line.plane);
  await rollouts.write(line.plane.ledger, record, "absent");
  return { ...line, taken };
};

test("moult rollout take-up takes the rollout up, once it is confirmed", async () => {
  const { moult, taken } = await standing(rollout({}));
  expect(await moult("rollout take-up web")).toEqual({
    code: 1,
    out: "",
    err: "moult: Rollout web-1 of web stands in ValidateGreen. Another process that still runs it must have ended. Nothing was changed: give --confirm web to carry it out\n",
  });
  expect(taken).toEqual([]);
  const { code, out, err } = await moult("rollout take-up web --confirm web");
  expect(code).toBe(0);
  expect(out).toMatch(/web: succeeded: done\n$/);
  expect(err).toBe("Rollout web-1 of web goes on.\n");
  expect(taken).toEqual(["web-1"]);
});

test("where nothing is unfinished it says so", async () => {
  const { moult } = await standing(ended);
  expect(await moult("rollout take-up web")).toEqual({
    code: 0,
    out: "web: no rollout is unfinished, nothing to take up\n",
    err: "",
  });
});
