import { expect, test } from "vitest";
import { ACTS } from "../../../cli/demo/acts.ts";
import { openDemoWorld } from "../../../cli/demo/demo-world.ts";
import { demoFrame } from "../../../cli/demo/demo-view.ts";
import { foundLines } from "../../../cli/demo/found-events.ts";

const SIZE = { pace: "×75, space pauses", width: 80, height: 24, colour: false };

test("what was found stands below the act's title, wrapped to the width, and the frame keeps its height", async () => {
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
  expect(after[1]).toBe("Instance Age Threshold Reached: i-0123456789abcdef0");
  const wrapped = after.slice(2, -before.length + 1);
  expect(wrapped.map(({ length }) => length <= SIZE.width)).not.toContain(false);
  expect(wrapped.join("").replaceAll(" ", "")).toBe(`age:expected${"x".repeat(99)},observedold`);
  expect(event && foundLines(event)[1]).toMatch(/x, observed old$/);
  expect([after[0], ...after.slice(2 + wrapped.length)]).toEqual(before);
  expect(before.slice(-2)).toEqual([
    "clock 10:05:01 (×75, space pauses)  traffic web-a 100%",
    "served 0  lost 0  errored 0  AWS calls 0  transitions 0",
  ]);
  expect(after.length).toBeLessThanOrEqual(SIZE.height);
  demoWorld.begin();
  expect(demoWorld.found()).toEqual([]);
});
