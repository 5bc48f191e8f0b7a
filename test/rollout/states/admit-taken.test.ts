import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { Ask } from "../../../src/domain/run/start-input.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import { readLease, takeLease } from "../../../src/ledger/leases.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { readWanted } from "../../../src/ledger/wanted.ts";
import { admit } from "../../../src/rollout/states/admit.ts";
import { rollout } from "../../support/cli/records.ts";
import { DECIDED, fakePlan, type PlanWorld } from "../../support/rollout/fake-plan.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const ASKED = { fleet: "web", run: "web-1", decided: DECIDED };
const ASK: Ask = { image: "ami-0000bbbb", until: null, launchedBefore: null, by: "ada", reason: "as it was" };
type Step = Awaited<ReturnType<typeof fakePlan>>;
const owner = async ({ ledger }: Step) => (await readLease(ledger, "web"))?.owner ?? null;
const hold = ({ ledger }: Step, by: string) =>
  takeLease(ledger, { fleet: "web", owner: by, now: NOW - 1000, ttlSeconds: 600 });

/** An account with a rollout `web-0` to `ami-0000aaaa` that has not ended. */
async function running(record: Partial<RolloutRecord> = {}, world: PlanWorld = {}) {
  const step = await fakePlan(world);
  const deadlineAt = Date.UTC(2026, 10, 21, 16);
  await rollouts.write(
    step.ledger,
    rollout({ id: "web-0", imageTo: "ami-0000aaaa", deadlineAt, ...record }),
    "absent",
  );
  return step;
}
const IN_THE_WAY =
  "rollout web-0 goes to ami-0000aaaa, now in ValidateGreen, and has to be over by 2026-11-21 16:00:00Z: the fleet is decided about again at its end";

describe("what finds a rollout open", () => {
  test("has nothing to do, and is told who is in the way and until when", async () => {
    const step = await running();
    await hold(step, "web-0");
    const answer = await admit(ASKED, step.context);
    expect(answer).toMatchObject({ verdict: "nothing-to-do", reason: IN_THE_WAY, fence: 0 });
    expect(await owner(step)).toBe("web-0");
    expect((await rollouts.read(step.ledger, "web", "web-0"))?.run.abort).toBeNull();
    expect([step.started, step.published]).toEqual([[], []]);
  });

  test("has nothing to do where the rollout's lease ran out: it is undone first", async () => {
    const step = await running();
    expect(await admit(ASKED, step.context)).toMatchObject({ verdict: "nothing-to-do", reason: IN_THE_WAY });
    expect(await owner(step)).toBeNull();
  });

  test("gives the lease back where the rollout began while it took it", async () => {
    const step = await fakePlan();
    const { ledger } = step;
    let isThere = false;
    const late: typeof ledger = {
      ...ledger,
      put: async (write, expected) => {
        const item = await ledger.put(write, expected);
        if (write.sort === "lease" && !isThere) {
          isThere = true;
          await rollouts.write(ledger, rollout({ id: "web-0" }), "absent");
        }
        return item;
      },
    };
    const answer = await admit(ASKED, { ...step.context, ledger: late });
    expect(answer).toMatchObject({ verdict: "nothing-to-do", fence: 0 });
    expect(answer.reason).toMatch(/^rollout web-0 goes to ami-0bbb/u);
    expect(await owner(step)).toBeNull();
  });

  test("leaves a person's choice behind all the same", async () => {
    const step = await running();
    await hold(step, "web-0");
    const answer = await admit({ fleet: "web", run: "web-1", ask: ASK }, step.context);
    expect(answer).toMatchObject({
      verdict: "nothing-to-do",
      reason: `what was asked for is kept; ${IN_THE_WAY}`,
    });
    const { pin } = await readWanted(step.ledger, "web");
    // The channel names it too: nothing has to be pinned.
    expect(pin).toBeNull();
    const other = await running({}, { channel: "ami-0000aaaa" });
    await admit({ fleet: "web", run: "web-1", ask: ASK }, other.context);
    expect((await readWanted(other.ledger, "web")).pin).toMatchObject({ image: "ami-0000bbbb", by: "ada" });
  });

  test("keeps nothing of a person who asks for what cannot be", async () => {
    for (const images of [{}, { "ami-0000bbbb": { day: 2, State: "pending" } }]) {
      const step = await running({}, { images });
      const answer = await admit({ fleet: "web", run: "web-1", ask: ASK }, step.context);
      expect(answer).toMatchObject({ verdict: "refused", fence: 0 });
      expect(await readWanted(step.ledger, "web")).toMatchObject({ pin: null, taken: [] });
    }
    const step = await running();
    const sick = { imageId: "ami-0000bbbb", fleet: "web", rollout: "web-9", reason: "sick", at: 1 };
    await quarantine(step.ledger, { ...sick, reach: null });
    expect(await admit({ fleet: "web", run: "web-1", ask: ASK }, step.context)).toMatchObject({
      verdict: "refused",
      reason: expect.stringMatching(/quarantined: sick/),
    });
  });
});

describe("what finds a lease without a rollout", () => {
  test("waits for it, since its holder may begin nothing", async () => {
    const step = await fakePlan();
    await hold(step, "web-0");
    expect(await admit(ASKED, step.context)).toMatchObject({
      verdict: "wait",
      waitSeconds: 10,
      fence: 0,
      reason: "web-0 holds the fleet until 1970-01-01 00:26:39Z at the longest",
    });
    expect(await owner(step)).toBe("web-0");
  });

  test("waits until reads show what the last rollout gave back", async () => {
    const step = await running({ endedAt: NOW - 5000, outcome: "succeeded" });
    expect(await admit(ASKED, step.context)).toMatchObject({ verdict: "wait", waitSeconds: 10, fence: 0 });
    expect(await owner(step)).toBeNull();
  });
});
