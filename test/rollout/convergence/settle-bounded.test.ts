import { expect, it } from "vitest";
import { settleBounded } from "../../../src/rollout/convergence/settle-bounded.ts";

it("runs so many at once, in order, and answers in order what came of each", async () => {
  const begun: number[] = [];
  let [underWay, most] = [0, 0];
  const settled = await settleBounded([5, 1, 4, 2, 3], 2, async (turns) => {
    begun.push(turns);
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    underWay -= 1;
    if (turns === 4) throw new Error("four");
    return turns * 10;
  });
  expect({ begun, most }).toEqual({ begun: [5, 1, 4, 2, 3], most: 2 });
  expect(settled.map((each) => (each.status === "fulfilled" ? each.value : String(each.reason)))).toEqual([
    50,
    10,
    "Error: four",
    20,
    30,
  ]);
});

it("does nothing for nothing", async () => {
  expect(await settleBounded([], 3, () => Promise.reject(new Error("called")))).toEqual([]);
});
