import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { answers } from "../support/scenarios/answers.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { outcomes } from "../support/scenarios/refused-image.ts";

// The account's clock begins on Friday 2026-11-20, 10:00 UTC. What is booting for six minutes has its gates passed after the window.
const windows = (allow: string) => ({ allow: [allow], fits: false, gates: "shift" as const });
const closing = { windows: windows("Fri 10:00-10:10") };

const waiting = (web: Web) => web.published.filter((each) => each["detail-type"] === "Rollout Waiting");
const isMoved = async (web: Web) => (await web.rollout()).traffic.setAt !== null;
const sweepDays = async (web: Web, days: number): Promise<void> => {
  for (let day = 0; day < days; day += 1) {
    await web.minutes(1440);
    await sweepOnce(web);
  }
};

/** Green has passed its gates after the window has closed: somebody held it that long. */
async function ready(web: Web): Promise<string> {
  const image = await web.publish();
  await web.until("LaunchGreen");
  await web.steer("pause", { seconds: 1200 });
  await web.minutes(30);
  return image;
}

scenario(
  "green that is ready after its window has closed waits a week for the next one, in a dozen events, and is proved good anew",
  { declaration: closing },
  async (web) => {
    const image = await ready(web);
    expect(await web.rollout()).toMatchObject({
      phase: "AwaitApproval",
      waiting: {
        reason: expect.stringMatching(
          /^green's first traffic waits .* opens at 2026-11-27 10:00:00Z/,
        ) as string,
      },
    });
    const entered = web.states.length;
    await sweepDays(web, 6);
    expect([web.states.length, await isMoved(web)]).toEqual([entered, false]);
    expect(waiting(web)).toMatchObject([
      {
        detail: { waitsFor: "window", nextAt: "2026-11-27T10:00:00.000Z", rollout: (await web.rollout()).id },
      },
    ]);
    await sweepDays(web, 1);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    expect((await web.rollout()).traffic.setAt).toBeGreaterThan(Date.UTC(2026, 10, 27, 10));
    expect(web.states).toContain("ValidateAgainWait");
  },
);

scenario(
  "what has begun to move is not stopped by a window that closes",
  { declaration: { windows: windows("Fri 10:00-10:15"), bake: "1h" } },
  async (web) => {
    const image = await web.publish();
    await web.until("Bake");
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
    expect(web.states).toContain("AwaitApproval");
  },
);

scenario("an abort is heard while green waits for its window", { declaration: closing }, async (web) => {
  const image = await ready(web);
  await web.abort("not today");
  await sweepOnce(web);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ imageTo: image, failure: { error: "Aborted" } });
});

scenario("a promotion does not wait for the window, and says so", { declaration: closing }, async (web) => {
  const image = await ready(web);
  await web.steer("promote");
  await sweepOnce(web);
  await web.settled();
  expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  expect((await web.entries()).find(({ action }) => action === "skip")?.reason).toMatch(
    /^the window for green's first traffic: skipped/,
  );
});

scenario(
  "an approval that comes after the window waits for the next one",
  { declaration: { ...closing, approval: { before: "shift", deadline: "14d" } } },
  async (web) => {
    const image = await ready(web);
    await answers(web, "approved");
    await sweepOnce(web);
    await web.minutes(60);
    expect(await isMoved(web)).toBe(false);
    await sweepDays(web, 7);
    await web.settled();
    expect(await outcomes(web)).toEqual([[image, "succeeded"]]);
  },
);

scenario(
  "what green waited for its window counts for nothing where the next run has to fit",
  { declaration: { windows: { allow: ["Fri 10:00-11:00"], gates: "shift" } } },
  async (web) => {
    await web.publish();
    await web.until("LaunchGreen");
    await web.steer("pause", { seconds: 7200 });
    await sweepDays(web, 8);
    await web.settled();
    const { id } = await web.rollout();
    await web.publish();
    await sweepDays(web, 7);
    expect((await web.rollout()).id).not.toBe(id);
  },
);
