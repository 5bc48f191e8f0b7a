import { expect, test } from "vitest";
import { readLease, takeLease } from "../../../src/ledger/leases.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { takeFleet } from "../../../src/rollout/admission/take-fleet.ts";
import { rollout } from "../../support/cli/records.ts";
import { fakeFleet } from "../../support/rollout/fake-fleet.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const ME = { fleet: "web", owner: "web-1" };
type World = Awaited<ReturnType<typeof fakeFleet>>;
const owner = async ({ ledger }: World) => (await readLease(ledger, "web"))?.owner ?? null;
const claim = (by: string, now = NOW) => ({ fleet: "web", owner: by, now, ttlSeconds: 600 });

test("a fleet that nobody holds is taken, for ten minutes and under a new fence", async () => {
  const world = await fakeFleet();
  expect(await takeFleet(ME, world.context)).toEqual({ ...ME, fence: 1, expiresAt: NOW + 600_000 });
  expect(await owner(world)).toBe("web-1");
});

test("one that this execution took before is taken again", async () => {
  const world = await fakeFleet();
  await takeFleet(ME, world.context);
  expect(await takeFleet(ME, world.context)).toMatchObject({ owner: "web-1" });
});

test("an open rollout is in the way, also when its lease ran out: the lease is not even asked for", async () => {
  const world = await fakeFleet();
  await rollouts.write(world.ledger, rollout({ id: "web-0", deadlineAt: NOW }), "absent");
  expect(await takeFleet(ME, world.context)).toEqual({
    verdict: "nothing-to-do",
    waitSeconds: 0,
    reason:
      "rollout web-0 goes to ami-0bbb, now in ValidateGreen, and has to be over by 1970-01-01 00:16:40Z: the fleet is decided about again at its end",
  });
  expect(await readLease(world.ledger, "web")).toBeUndefined();
});

test("a rollout on its way back says so", async () => {
  const world = await fakeFleet();
  const abort = { requestedBy: "ada", reason: "no", requestedAt: 1 };
  await rollouts.write(world.ledger, rollout({ id: "web-0", abort }), "absent");
  expect(await takeFleet(ME, world.context)).toMatchObject({
    reason: expect.stringMatching(/^rollout web-0 rolls back, now in/),
  });
});

test("a lease without a rollout is waited for: its holder may give it back without having begun anything", async () => {
  const world = await fakeFleet();
  await takeLease(world.ledger, claim("web-0"));
  expect(await takeFleet(ME, world.context)).toEqual({
    verdict: "wait",
    waitSeconds: 10,
    reason: "web-0 holds the fleet until 1970-01-01 00:26:40Z at the longest",
  });
  expect(await owner(world)).toBe("web-0");
});

test("a lease that ran out is taken over", async () => {
  const world = await fakeFleet();
  await takeLease(world.ledger, claim("web-0", NOW - 700_000));
  expect(await takeFleet(ME, world.context)).toMatchObject({ owner: "web-1", fence: 2 });
});

test("a rollout that ended a moment ago is waited for, since reads may still show what it held", async () => {
  const world = await fakeFleet();
  const ended = { id: "web-0", endedAt: NOW - 5000, outcome: "succeeded" as const };
  await rollouts.write(world.ledger, rollout(ended), "absent");
  expect(await takeFleet(ME, world.context)).toMatchObject({ verdict: "wait", waitSeconds: 10 });
  expect(await owner(world)).toBeNull();
});
