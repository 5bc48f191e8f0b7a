import { expect, scenario, type ScenarioPlan } from "../support/scenarios/harness.ts";

const HOUR = 3600_000;
const hoursOf = ({ startedAt, endedAt }: { startedAt: number; endedAt: number | null }) =>
  ((endedAt ?? 0) - startedAt) / HOUR;

const deadlines = { rollout: "1h" };
const LENGTHS: Readonly<Record<string, readonly [hours: number, plan: ScenarioPlan]>> = {
  "a bake of five hours, with the default deadline of four": [5, { declaration: { bake: "5h" } }],
  "two pauses of forty minutes": [1.3, { traffic: { pause: "40m" }, declaration: { deadlines } }],
  "a warm time of two hours": [2, { declaration: { deadlines, retire: { drain: "60s", warm: "2h" } } }],
};

// Longer than the deadline, which counts work: each of these was rolled back by it every time.
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
  "green is kept for study for longer than a rollback may take: that is no work, and it ends",
  { declaration: { deadlines, onFailure: { keepGreen: "2h" } } },
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    await web.abort();
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "rolled-back", needsPerson: null });
    expect(hoursOf(rollout)).toBeGreaterThan(2);
  },
);
