import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import { lastAsked } from "../../../chaos/checkers/declared/scheduled.ts";

const HOUR = 3_600_000;
/** Two in the morning of the second day. */
const NIGHT = 26 * HOUR;

const asked = (now: number, schedule: boolean, scheduled: CheckerInput["scheduled"]) =>
  lastAsked(
    {
      plan: { fleet: { schedule, servers: 11 } },
      scheduled,
      world: { now: () => now },
    } as unknown as CheckerInput,
    24 * HOUR,
  );
const at = (instant: number) => [{ at: instant, servers: 4 }] as unknown as CheckerInput["scheduled"];

describe("what a schedule has asked for last", () => {
  test.each<readonly [string, Parameters<typeof asked>, number | undefined]>([
    ["nothing, where there is none", [NIGHT + HOUR, false, []], undefined],
    ["nothing, before the night", [NIGHT - HOUR, true, []], undefined],
    ["the night's size, hours after it", [NIGHT + 8 * HOUR, true, []], 11],
    ["the night's, after an action of the evening", [NIGHT + HOUR, true, at(23 * HOUR)], 11],
    ["an action's of after the night", [NIGHT + 3 * HOUR, true, at(NIGHT + HOUR)], 4],
    ["an action's, without a night's schedule", [NIGHT + HOUR, false, at(23 * HOUR)], 4],
    ["nothing, where the action is still to come", [25 * HOUR, false, at(NIGHT)], undefined],
  ])("%s", (_, given, servers) => {
    expect(asked(...given)).toBe(servers);
  });
});
