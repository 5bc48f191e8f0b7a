import { describe, expect, test } from "vitest";
import type { StartInput } from "../../../src/domain/run/start-input.ts";
import { LedgerConflict, Throttled } from "../../../src/errors/errors.ts";
import { readAttempts } from "../../../src/ledger/attempts.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import { readLease, seizeLease } from "../../../src/ledger/leases.ts";
import { readOutbox } from "../../../src/ledger/outbox/outbox.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { startInstant } from "../../../src/ledger/runs/start-rate.ts";
import { changeWanted, readWanted } from "../../../src/ledger/wanted.ts";
import { begin } from "../../../src/rollout/admission/begin.ts";
import { takeFleet } from "../../../src/rollout/admission/take-fleet.ts";
import { DECIDED, fakePlan, LIVE, type PlanWorld } from "../../support/rollout/fake-plan.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

type World = Awaited<ReturnType<typeof fakePlan>>;
const OLD = "ami-0000aaaa";
const INSTANT = { instant: 7, by: "ada", reason: "kernel", at: 7 };

/** Begins under the lease of `web-1`. */
async function beginning(world: World, decided: StartInput["decided"] | null = DECIDED) {
  const { fleet, declaration, context } = world;
  const taken = await takeFleet({ fleet: "web", owner: "web-1" }, context);
  if ("verdict" in taken) throw new Error(taken.reason);
  return begin({ fleet, declaration, id: "web-1", taken, decided }, context);
}
const opened = async (world: PlanWorld = {}) => fakePlan(world);
const owner = async ({ ledger }: World) => (await readLease(ledger, "web"))?.owner ?? null;
const recordOf = async ({ ledger }: World) => (await rollouts.read(ledger, "web", "web-1"))?.run;

describe("a rollout that begins", () => {
  test("is written down under the lease, after everything that was decided was decided again", async () => {
    const world = await opened();
    const { answer, fence, about } = await beginning(world);
    expect([answer.verdict, fence]).toEqual(["pass", 1]);
    expect(about).toEqual({ imageFrom: OLD, imageTo: "ami-0000bbbb", reason: "image" });
    expect(await recordOf(world)).toMatchObject({ green: 7, blue: 6, templateVersion: 1 });
    expect(await owner(world)).toBe("web-1");
    expect((await readAttempts(world.ledger, "web")).number).toBe(0);
  });

  test("is said by whoever comes next when its process dies right after it was written down", async () => {
    const world = await opened();
    const { ledger } = world;
    const put: typeof ledger.put = async (write, expected) => {
      await ledger.put(write, expected);
      if (write.sort === "rollout#web-1") throw new Error("killed");
      return { ...write, revision: 1 };
    };
    const dying = { ...world, context: { ...world.context, ledger: { ...ledger, put } } };
    await expect(beginning(dying)).rejects.toThrow("killed");
    expect(await recordOf(world)).toBeDefined();
    const { pending } = await readOutbox(ledger, "web");
    expect(pending).toMatchObject([
      { id: "rollout-started-web-1", detailType: "Rollout Started", detail: { imageTo: "ami-0000bbbb" } },
    ]);
    expect(world.published).toEqual([]);
  });

  test("takes the next number, also after generations that are gone", async () => {
    const gone = Array.from({ length: 30 }, (_, index) => ({
      ...LIVE,
      number: 7 + index,
      group: `web-g${index}`,
      state: "gone" as const,
    }));
    const world = await opened({ generations: [LIVE, ...gone] });
    await beginning(world);
    expect(await recordOf(world)).toMatchObject({ blue: 6, green: 37 });
  });

  test("is not written over by who stalled for longer than the lease lasts", async () => {
    const world = await opened();
    const { ec2 } = world.context.aws;
    const now = NOW + 1;
    const send = async (command: never) => {
      await seizeLease(world.ledger, { fleet: "web", owner: "web-1", now, ttlSeconds: 600 });
      return ec2.send(command);
    };
    const slow = {
      ...world,
      context: { ...world.context, aws: { ...world.context.aws, ec2: { send } as never } },
    };
    await expect(beginning(slow)).rejects.toBeInstanceOf(LedgerConflict);
    expect(await recordOf(world)).toBeUndefined();
  });
});

describe("what is not begun gives the lease back", () => {
  test("and waits for the next window, where the one that was open closed while AWS was asked", async () => {
    // NOW is 16 minutes and 40 seconds after midnight.
    const windows = { allow: ["1970-01-01T00:00/1970-01-01T00:17"], fits: false };
    const world = await opened({ declaration: { windows } });
    let now = NOW;
    const { ec2 } = world.context.aws;
    const send = async (command: never) => {
      now = NOW + 30_000;
      return ec2.send(command);
    };
    const context = {
      ...world.context,
      clock: { ...world.context.clock, now: () => now },
      aws: { ...world.context.aws, ec2: { send } as never },
    };
    const { answer } = await beginning({ ...world, context });
    expect(answer).toMatchObject({
      verdict: "nothing-to-do",
      reason: expect.stringContaining("no window to begin in opens within the next 400 days") as string,
    });
    expect([await owner(world), await recordOf(world)]).toEqual([null, undefined]);
  });

  test("and waits a while where AWS stands against it: the fleet goes on to want it", async () => {
    const world = await opened({ blue: { DesiredCapacity: 10 } });
    const { answer, fence } = await beginning(world);
    expect(answer).toMatchObject({ verdict: "refused", waitSeconds: 0 });
    expect(answer.reason).toMatch(/^there is no room .*; it stays wanted, and is tried again after a while$/);
    expect(fence).toBe(1);
    expect(await readAttempts(world.ledger, "web")).toMatchObject({
      number: 1,
      last: [{ run: "web-1", image: "ami-0000bbbb", failures: 1, nextAt: expect.any(Number) }],
    });
    expect([await owner(world), await recordOf(world), world.started]).toEqual([null, undefined, []]);
  });

  test("and says who holds it, where something does by now", async () => {
    const world = await opened();
    await quarantine(world.ledger, {
      imageId: "ami-0000bbbb",
      reach: null,
      fleet: "api",
      rollout: "r",
      reason: "sick",
      at: 1,
    });
    const { answer } = await beginning(world);
    expect(answer).toMatchObject({ verdict: "refused", reason: expect.stringMatching(/quarantined: sick/) });
    expect(await owner(world)).toBeNull();
  });

  test("and is no attempt of any image where a person asks and something holds it", async () => {
    const world = await opened();
    await freeze(world.ledger, { fleet: "web", reason: "audit", by: "ada", since: 0, until: null });
    expect((await beginning(world, null)).answer).toMatchObject({
      verdict: "refused",
      reason: "frozen: audit",
    });
    expect((await readAttempts(world.ledger, "web")).number).toBe(0);
  });

  test("and lets an execution of its own begin what is decided by now", async () => {
    const world = await opened({ channel: "ami-0000bbbb" });
    const { answer } = await beginning(world, { ...DECIDED, image: "ami-0000cccc" });
    expect(answer).toMatchObject({
      verdict: "nothing-to-do",
      reason: "ami-0000cccc was decided on, and ami-0000bbbb is by now: that is begun instead",
    });
    expect(world.started).toEqual([
      ["rollout", expect.stringMatching(/^web-ami-0000bbbb-/), { fleet: "web", decided: DECIDED }],
    ]);
    expect([await owner(world), await recordOf(world)]).toEqual([null, undefined]);
    expect((await readAttempts(world.ledger, "web")).number).toBe(0);
  });

  test("and starts nothing where nothing is due any more, nor for a person", async () => {
    for (const decided of [DECIDED, null]) {
      const world = await opened({ channel: OLD });
      const { answer } = await beginning(world, decided);
      expect(answer).toMatchObject({ verdict: "nothing-to-do" });
      expect(answer.reason).toMatch(/^every server runs ami-0000aaaa from template version 1 already/);
      expect([world.started, await owner(world)]).toEqual([[], null]);
    }
  });

  test("and forgets an instant before which no server was launched", async () => {
    const world = await opened({ channel: OLD, blue: { Instances: [{ InstanceId: "i-1" }] } });
    await changeWanted(world.ledger, "web", (before) => ({ ...before, launchedBefore: INSTANT }));
    const { answer } = await beginning(world, { image: OLD, reason: "operator" });
    expect(answer).toMatchObject({
      verdict: "nothing-to-do",
      reason: "no server of generation 6 was launched before 1970-01-01 00:00:00Z: it has none",
    });
    expect((await readWanted(world.ledger, "web")).launchedBefore).toBeNull();
    expect(world.started).toEqual([]);
  });

  test("and keeps an instant that somebody asked for meanwhile", async () => {
    const later = { ...INSTANT, instant: 9 };
    const describe = async () => {
      await changeWanted(world.ledger, "web", (before) => ({ ...before, launchedBefore: later }));
      return { Reservations: [] };
    };
    const world: World = await opened({
      channel: OLD,
      blue: { Instances: [{ InstanceId: "i-1" }] },
      answers: { DescribeInstances: describe },
    });
    await changeWanted(world.ledger, "web", (before) => ({ ...before, launchedBefore: INSTANT }));
    await beginning(world, { image: OLD, reason: "operator" });
    expect((await readWanted(world.ledger, "web")).launchedBefore).toEqual(later);
    expect(world.started).toHaveLength(1);
  });

  test("and is looked at again in a while when AWS is slow", async () => {
    const world = await opened({
      answers: {
        DescribeSubnets: () => {
          throw new Throttled("slow");
        },
      },
    });
    const { answer } = await beginning(world);
    expect(answer).toEqual({ verdict: "wait", waitSeconds: 30, reason: "slow" });
    expect([await owner(world), world.started]).toEqual([null, []]);
    expect((await readAttempts(world.ledger, "web")).number).toBe(0);
  });

  test("and waits for its turn while many begin, unless a person asks", async () => {
    for (const [decided, verdict] of [
      [DECIDED, "wait"],
      [null, "pass"],
      [{ ...DECIDED, reason: "operator" }, "pass"],
    ] as const) {
      const world = await opened();
      for (let other = 0; other < 40; other += 1) {
        const draws = [{ after: 0, requests: 9 }];
        const starting = { fleet: `f${other}`, rollout: `f${other}-1`, draws, now: NOW };
        await startInstant(world.ledger, starting, async () => undefined);
      }
      expect((await beginning(world, decided)).answer.verdict).toBe(verdict);
      expect(await owner(world)).toBe(verdict === "wait" ? null : "web-1");
    }
  });
});
