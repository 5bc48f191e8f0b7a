import { expect, test } from "vitest";
import { undoSeconds } from "../../../src/domain/rollout-decisions/undo-limit.ts";

const limit = (rollout: number) => undoSeconds({ deadlines: { launch: 60, validate: 60, rollout } });

test("undoing has as long as the rollout, within what AWS needs and may need", () => {
  expect([300, 3600, 4 * 3600, 49 * 3600, 30 * 86_400].map(limit)).toEqual([
    3600,
    3600,
    4 * 3600,
    49 * 3600,
    49 * 3600,
  ]);
});
