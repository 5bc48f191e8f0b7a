import { expect, test } from "vitest";
import type { ReplacementRequest } from "../../../src/domain/run/replacement-request.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { commandLine, declareWeb, NOON } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";

const ended = rollout({ phase: "CloseRollout", endedAt: NOON, outcome: "succeeded", outcomeReason: "done" });

const standing = async (record: RolloutRecord) => {
  const asked: ReplacementRequest[] = [];
  const line = commandLine({
    plane: {
      start: async (_fleet, request) => {
        asked.push(request);
        return {
          id: record.id,
          settled: rollouts.write(line.plane.ledger, ended, "any").then(() => undefined),
        };
      },
    },
  });
  await declareWeb(line.plane);
  await rollouts.write(line.plane.ledger, record, "absent");
  return { ...line, asked };
};

test("moult rollout resume starts the same request again, once it is confirmed", async () => {
  const { moult, asked } = await standing(rollout({}));
  expect(await moult("rollout resume web")).toEqual({
    code: 1,
    out: "",
    err: "moult: Rollout web-1 of web stands in ValidateGreen. Another process that still runs it must have ended. Nothing was changed: give --confirm web to carry it out\n",
  });
  expect(asked).toEqual([]);
  const { code, out, err } = await moult("rollout resume web --confirm web");
  expect(code).toBe(0);
  expect(out).toMatch(/web: succeeded: done\n$/);
  expect(err).toBe("Rollout web-1 of web goes on.\n");
  expect(asked).toEqual([rollout({}).cause]);
});

test("where nothing is unfinished it says so", async () => {
  const { moult } = await standing(ended);
  expect(await moult("rollout resume web")).toEqual({
    code: 0,
    out: "web: no rollout is unfinished, nothing to resume\n",
    err: "",
  });
});
