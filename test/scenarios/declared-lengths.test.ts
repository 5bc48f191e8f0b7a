import { expect, scenario, type ScenarioPlan } from "../support/scenarios/harness.ts";

const HOUR = 3600_000;
const hoursOf = ({ startedAt, endedAt }: { startedAt: number; endedAt: number | null }) =>
  ((endedAt ?? 0) - startedAt) / HOUR;

const LENGTHS: Readonly<Record<string, readonly [hours: number, plan: ScenarioPlan]>> = {
  "a bake of five hours": [5, { declaration: { bake: "5h" } }],
  "two pauses of six hours": [12, { traffic: { pause: "6h" } }],
  "a warm time of twenty hours": [20, { declaration: { retire: { drain: "60s", warm: "20h" } } }],
};

// The deadline is the default, four hours of work: each of these was rolled back by it every time.
for (const [what, [hours, plan]] of Object.entries(LENGTHS)) {
  scenario(`${what}: it is waited for, and the rollout succeeds`, plan, async (web) => {
    await web.publish();
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "succeeded" });
    expect(hoursOf(rollout)).toBeGreaterThan(hours);
  });
}

scenario(
  "green is kept for study for ten hours: that is no work of the rollback, and it ends",
  { declaration: { onFailure: { keepGreen: "10h" } } },
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    await web.abort();
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "rolled-back", needsPerson: null });
    expect(hoursOf(rollout)).toBeGreaterThan(10);
  },
);
