import { expect, test } from "vitest";
import { evaluationSeconds } from "../../../src/domain/blame/evaluation-seconds.ts";

test.each([
  [{ periodSeconds: 60, periods: 1 }, 300],
  [{ periodSeconds: 10, periods: 3 }, 120],
  [{ periodSeconds: 300, periods: 2 }, 1560],
  // A composite alarm, or one on logs: as one of a minute.
  [null, 300],
])("%o evaluates %i s", (evaluation, seconds) => {
  expect(evaluationSeconds(evaluation)).toBe(seconds);
});
