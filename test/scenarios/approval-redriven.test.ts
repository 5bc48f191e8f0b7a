import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readBell } from "../../src/ledger/asked/bell.ts";
import { ringBell } from "../../src/rollout/approval/ring-bell.ts";
import { answers, approvalEvents } from "../support/scenarios/answers.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

// Step Functions' RedriveExecution, in the states that wait for somebody or for a time (docs/runbook.md#redrive).
const declaration = { approval: { before: "shift", deadline: "7d", onDeadline: "reject" } } as const;

/** Green has passed its gates, and the bell hangs. */
async function waiting(web: Web): Promise<string> {
  const image = await web.publish();
  await web.until("AwaitApproval");
  await web.minutes(1);
  return image;
}
/** As a person's act does (src/desk/acts.ts). */
const rung = ({ ledger, simulator: { clock }, engine }: Web) =>
  ringBell("web", { ledger, clock, bells: engine });
/** Somebody stops the execution that carries the rollout, and its name. */
async function stopped(web: Web): Promise<string> {
  const { execution } = await web.rollout();
  web.engine.stop(execution);
  await web.minutes(1);
  return execution;
}

scenario(
  "an execution that is stopped in AwaitApproval and redriven waits with a new token, and hears the answer within a minute",
  { declaration },
  async (web) => {
    const image = await waiting(web);
    const before = await readBell(web.ledger, "web");
    const execution = await stopped(web);
    expect(web.engine.redrive(execution)).toBe("started");
    await web.minutes(1);
    const after = await readBell(web.ledger, "web");
    expect(after?.token).not.toBe(before?.token);
    expect(await web.engine.ring(before?.token ?? "")).toBe("gone");
    await answers(web, "approved");
    expect(await rung(web)).toBe(true);
    const at = web.simulator.clock.now();
    while ((await web.rollout()).traffic.setAt === null) await web.simulator.clock.sleep(1000);
    expect(web.simulator.clock.now() - at).toBeLessThan(120_000);
    await web.settled();
    expect([await outcomes(web), approvalEvents(web).length]).toEqual([[[image, "succeeded"]], 2]);
  },
);

scenario(
  "one that was answered while it was stopped goes on as soon as it is redriven",
  { declaration },
  async (web) => {
    const image = await waiting(web);
    const execution = await stopped(web);
    await answers(web, "approved");
    expect(await rung(web)).toBe(false);
    web.engine.redrive(execution);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "redriven when the sweep has taken the rollout up, it takes no bell from the execution that carries it",
  { declaration },
  async (web) => {
    const image = await waiting(web);
    const execution = await stopped(web);
    await sweepOnce(web);
    await web.minutes(2);
    const bell = await readBell(web.ledger, "web");
    web.engine.redrive(execution);
    await web.minutes(3);
    expect((await web.engine.settled(execution)).status).toBe("FAILED");
    expect(await readBell(web.ledger, "web")).toEqual(bell);
    expect((await web.rollout()).execution).not.toBe(execution);
    await answers(web, "approved");
    expect(await rung(web)).toBe(true);
    await web.minutes(3);
    expect((await web.rollout()).traffic.setAt).not.toBeNull();
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "the answer's time is not longer for a redrive: it is rejected by the first sweep after its end",
  { declaration },
  async (web) => {
    await waiting(web);
    await web.minutes(5 * 24 * 60);
    web.engine.redrive(await stopped(web));
    await web.minutes(2 * 24 * 60 - 10);
    expect((await web.rollout()).phase).toBe("AwaitApproval");
    await web.minutes(15);
    await sweepOnce(web);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ failure: { error: "ApprovalRejected" } });
    expect(approvalEvents(web).at(-1)?.[0]).toBe("Approval Deadline Passed");
  },
);

scenario("redriven in a pause before traffic it goes on when the pause is over", {}, async (web) => {
  const image = await web.publish();
  await web.until("ValidateGreen");
  await web.steer("pause", { seconds: 6 * 3600 });
  await web.minutes(60);
  web.engine.redrive(await stopped(web));
  await web.minutes(60);
  expect(await web.rollout()).toMatchObject({ phase: "ValidateGreen", endedAt: null });
  await web.steer("resume");
  await rung(web);
  await web.minutes(15);
  expect((await web.rollout()).traffic.setAt).not.toBeNull();
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
});

scenario(
  "redriven while it waits for its window it goes on when that opens",
  { declaration: { windows: { allow: ["Fri 10:00-10:10"], fits: false, gates: "shift" } } },
  async (web) => {
    const image = await web.publish();
    await web.until("LaunchGreen");
    await web.steer("pause", { seconds: 1200 });
    await web.minutes(120);
    web.engine.redrive(await stopped(web));
    // The next window is open for five minutes by then.
    const at = Date.UTC(2026, 10, 27, 10, 5);
    await web.simulator.clock.sleep(at - web.simulator.clock.now());
    await sweepOnce(web);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

for (const [phase, plan] of [
  ["ShiftTraffic", { traffic: { steps: ["10%", "100%"], pause: "2h" } }],
  ["Bake", { declaration: { bake: "2h" } }],
  ["RetireBlue", { declaration: { retire: { drain: "10s", warm: "2h" } } }],
] as const)
  scenario(`redriven in the wait of ${phase} it goes on where it stood`, plan, async (web) => {
    const image = await web.publish();
    await web.until(phase);
    await web.minutes(30);
    web.engine.redrive(await stopped(web));
    await web.minutes(30);
    expect((await web.rollout()).phase).toBe(phase);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  });
