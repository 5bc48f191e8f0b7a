import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { revertTraffic } from "../../../src/rollout/traffic/revert-traffic.ts";
import { answered, attached, GROUPS, health, set, WELL, weights } from "../../support/rollout/fake-revert.ts";
import { fakeWork, ONE } from "../../support/rollout/fake-work.ts";

type Wanted = NonNullable<Parameters<typeof fakeWork>[0]>;

interface Moment {
  /** Green's share as it was set last. */
  readonly percent: number;
  readonly msAgo: number;
  readonly milestones?: RolloutRecord["milestones"];
  readonly agreeing?: number;
}

/** What is answered, seconds, and sent, reads left aside, so long after traffic was set. */
async function back(wanted: Wanted, { percent, msAgo, milestones = {}, agreeing = 0 }: Moment) {
  const traffic = { ...set(percent, agreeing).traffic, setAt: 1_000_000 - msAgo };
  const { work, sent } = fakeWork({ ...wanted, record: { traffic, milestones, size: 2 } });
  const answer = answered(await revertTraffic(GROUPS, work));
  const calls = sent.map(({ name }) => name).filter((name) => !name.startsWith("Describe"));
  return [answer?.waitSeconds, ...calls, ...(calls.length === 0 ? [work.run().traffic.setPercent] : [])];
}

describe("traffic that is back already", () => {
  const wanted = { answers: weights(100, 0) };

  test("is not written down while the read may be from before more was set", async () => {
    expect(await back(wanted, { percent: 50, msAgo: 1000 })).toEqual([14, 50]);
  });

  test("is not believed, however many reads agree, while they may show what was before green had any", async () => {
    expect(await back(wanted, { percent: 0, msAgo: 8000, agreeing: 5 })).toEqual([7, 0]);
    expect(await back(wanted, { percent: 0, msAgo: 15_000, agreeing: 5 })).toEqual([undefined, 0]);
  });
});

test("weights wait until a read has to show whether blue is named, once it has drained", async () => {
  const milestones = { drained: 1 };
  const all = { answers: { ...weights(0, 100), ...health(WELL) } };
  expect(await back(all, { percent: 100, msAgo: 1000, milestones })).toEqual([14, 100]);
  expect(await back(all, { percent: 100, msAgo: 15_000, milestones })).toEqual([5, "ModifyListener"]);
  expect(await back(all, { percent: 100, msAgo: 1000 })).toEqual([5, "ModifyListener"]);
  const some = { answers: { ...weights(50, 50), ...health(WELL) } };
  expect(await back(some, { percent: 50, msAgo: 1000, milestones })).toEqual([5, "ModifyListener"]);
});

describe("one target group", () => {
  const both = { traffic: ONE, answers: { ...attached("InService", "InService"), ...health(WELL) } };
  const greenAlone = { traffic: ONE, answers: { ...attached(null, "InService"), ...health(WELL) } };

  test("lets green go only when a read has to show whether blue is still in it", async () => {
    expect(await back(both, { percent: 100, msAgo: 1000 })).toEqual([14, 100]);
    expect(await back(both, { percent: 100, msAgo: 14_001 })).toEqual([1, 100]);
    expect(await back(both, { percent: 100, msAgo: 15_000 })).toEqual([5, "DetachTrafficSources"]);
  });

  test("does not take a read from before blue was let go for one from after it was attached again", async () => {
    expect(await back(both, { percent: 50, msAgo: 1000 })).toEqual([14, 50]);
    expect(await back(both, { percent: 50, msAgo: 15_000 })).toEqual([5, "DetachTrafficSources"]);
  });

  test("takes blue in at once, however short ago it was let go", async () => {
    expect(await back(greenAlone, { percent: 100, msAgo: 1000 })).toEqual([5, "AttachTrafficSources"]);
  });

  test("does not take blue in anew while a read need not show that it was", async () => {
    expect(await back(greenAlone, { percent: 50, msAgo: 1000 })).toEqual([14, 50]);
  });
});
