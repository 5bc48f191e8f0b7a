import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { pacedDrive } from "../../../cli/demo/paced-drive.ts";
import { createSimulator } from "../../../simulator/simulator.ts";

const pace = { isPaused: () => false, left: new AbortController().signal };

test("the world stands still while it is paused, and goes on at its pace where it stood", async () => {
  const { world, clock } = createSimulator({});
  const began = clock.now();
  let isPaused = false;
  const seen: { readonly paused: boolean; readonly at: number }[] = [];
  const show = async () => void seen.push({ paused: isPaused, at: clock.now() - began });
  const done = pacedDrive(
    world,
    clock.sleep(10_000).then(() => "over"),
    {
      ...pace,
      speed: 20,
      isPaused: () => isPaused,
      show,
    },
  );
  await sleep(100);
  isPaused = true;
  await sleep(600);
  isPaused = false;
  const real = performance.now();
  expect(await done).toBe("over");
  // Without the pause half a second of it was over, so that it had 12 s of the world's behind it.
  expect(performance.now() - real).toBeGreaterThan(250);
  const paused = seen.filter((each) => each.paused).map(({ at }) => at);
  expect(paused.length).toBeGreaterThan(3);
  expect(Math.max(...paused) - Math.min(...paused)).toBe(0);
  expect(paused[0]).toBeLessThan(6000);
  expect(clock.now() - began).toBe(10_000);
});

test("as fast as it can, it is shown once in a simulated second, and stops while it is paused", async () => {
  const { world, clock } = createSimulator({});
  let isPaused = true;
  let shown = 0;
  const work = (async () => {
    for (let second = 0; second < 40; second++) await clock.sleep(500);
    return "over";
  })();
  const show = async () => void (shown += 1);
  const done = pacedDrive(world, work, { ...pace, speed: Infinity, isPaused: () => isPaused, show });
  await sleep(200);
  const before = { shown, at: clock.now() };
  expect(before.shown).toBeGreaterThan(0);
  isPaused = false;
  expect(await done).toBe("over");
  expect(clock.now() - before.at).toBe(20_000);
  expect(shown - before.shown).toBeGreaterThanOrEqual(19);
  expect(shown - before.shown).toBeLessThanOrEqual(21);
});

test("who leaves ends it, in a pause, too", async () => {
  const { world, clock } = createSimulator({});
  const leaving = new AbortController();
  const done = pacedDrive(world, clock.sleep(10_000), {
    speed: 1,
    isPaused: () => true,
    show: async () => undefined,
    left: leaving.signal,
  });
  leaving.abort();
  expect(await done).toBeUndefined();
});
