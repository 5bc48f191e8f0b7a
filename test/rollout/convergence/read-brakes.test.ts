import { expect, test } from "vitest";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { keepDueFirst } from "../../../src/ledger/found/due-first.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { readState } from "../../../src/rollout/convergence/read-state.ts";
import { rollout } from "../../support/cli/records.ts";
import { fakeFleet } from "../../support/rollout/fake-fleet.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALWAYS = { allow: ["Mon-Sun 00:00-24:00"] };

const brakesOf = async (
  declaration: Partial<FleetDeclaration>,
  runs: readonly Partial<ReturnType<typeof rollout>>[] = [],
) => {
  const { ledger, context } = await fakeFleet({ declaration });
  for (const each of runs) await rollouts.write(ledger, rollout({ outcome: "succeeded", ...each }), "absent");
  return { brakes: (await readState("web", context))?.brakes, ledger, context };
};

test("a run that has to fit takes as long as the longest of the last three did", async () => {
  const runs = [1, 2, 4].map((hours) => ({ id: `web-${hours}`, startedAt: 0, endedAt: hours * HOUR }));
  const { brakes } = await brakesOf({ windows: ALWAYS }, runs);
  expect(brakes?.length).toEqual({ ms: 4 * HOUR, by: "last-run" });
});

test("one that was frozen for a week, or waited for a bake that is not declared any more, says nothing of the next", async () => {
  const held = { id: "web-1", startedAt: 0, endedAt: 7 * DAY };
  const run = { id: "web-2", startedAt: 0, endedAt: 2 * HOUR };
  expect((await brakesOf({ windows: ALWAYS }, [held, run])).brakes?.length).toEqual({
    ms: 2 * HOUR,
    by: "last-run",
  });
  expect((await brakesOf({ windows: ALWAYS }, [held])).brakes?.length.by).toBe("declaration");
});

test("before any has run, and after one that went back at once, as long as it is declared to wait", async () => {
  const declared = { windows: ALWAYS, bake: "2h", retire: { warm: "30m" } } as const;
  const expected = { ms: 2.5 * HOUR, by: "declaration" };
  expect((await brakesOf(declared)).brakes?.length).toEqual(expected);
  const wentBack = { id: "web-1", startedAt: 0, endedAt: 60_000, outcome: "rolled-back" as const };
  expect((await brakesOf(declared, [wentBack])).brakes?.length).toEqual(expected);
});

test("nothing has to fit where it is declared not to, or no window is", async () => {
  expect((await brakesOf({ windows: { ...ALWAYS, fits: false } })).brakes?.length.ms).toBe(0);
  expect((await brakesOf({})).brakes?.length.ms).toBe(0);
});

test("the oldest server says from when on none may get older, also where another is due before it", async () => {
  const age = { max: "10d", jitter: "50%", hardMax: "12d" } as const;
  const { ledger, context } = await brakesOf({ age });
  await keepDueFirst(ledger, "web", { server: "i-1", generation: 6, launchedAt: 5 * DAY, oldestAt: DAY });
  expect((await readState("web", context))?.brakes.hardAgeAt).toBe(13 * DAY);
});
