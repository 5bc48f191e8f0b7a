import { expect, test } from "vitest";
import { ACTS } from "../../../cli/demo/acts.ts";
import { openDemoWorld } from "../../../cli/demo/demo-world.ts";
import { demoFrame } from "../../../cli/demo/demo-view.ts";
import { foundLines } from "../../../cli/demo/found-events.ts";

const SIZE = { speed: 75, width: 80, height: 24, colour: false };

test("what was found stands below the act's title, cut to the width, and the frame keeps its height", async () => {
  const demoWorld = await openDemoWorld();
  const [act] = ACTS.slice(3);
  if (act === undefined) throw new Error("There is no fourth act.");
  const before = await demoFrame(demoWorld, { act, place: "4 of 5", ...SIZE });
  const detail = { instance: "i-0123456789abcdef0", field: "age", expected: "x".repeat(99), observed: "old" };
  demoWorld.rehearsal.simulator.world.emit({
    source: "moult",
    "detail-type": "Instance Age Threshold Reached",
    resources: [],
    detail,
  });
  const after = await demoFrame(demoWorld, { act, place: "4 of 5", ...SIZE });
  const [event] = demoWorld.found();
  expect(event).toEqual({ type: "Instance Age Threshold Reached", ...detail });
  expect(after.slice(1, 3)).toEqual([
    "Instance Age Threshold Reached: i-0123456789abcdef0",
    `  age: expected ${"x".repeat(99)}`.slice(0, SIZE.width),
  ]);
  expect(event && foundLines(event)[1]).toMatch(/x, observed old$/);
  expect([after[0], ...after.slice(3)]).toEqual(before);
  expect(after.length).toBeLessThanOrEqual(SIZE.height);
  demoWorld.begin();
  expect(demoWorld.found()).toEqual([]);
});
