import { describe, expect, test } from "vitest";
import { putExcept } from "../../../src/ledger/except.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import { readLease, takeLease } from "../../../src/ledger/leases.ts";
import { waitingRequest } from "../../../src/ledger/requests.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { admit } from "../../../src/rollout/states/admit.ts";
import { rollout } from "../../support/cli/records.ts";
import { fakePlan, type PlanWorld, REQUEST } from "../../support/rollout/fake-plan.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const ASKED = { fleet: "web", run: "web-1", request: REQUEST };
type Step = Awaited<ReturnType<typeof fakePlan>>;
const owner = async ({ ledger }: Step) => (await readLease(ledger, "web"))?.owner ?? null;
const hold = ({ ledger }: Step, by: string) =>
  takeLease(ledger, { fleet: "web", owner: by, now: NOW - 1000, ttlSeconds: 600 });

describe("what finds the fleet taken", () => {
  /** What becomes of a running rollout to `ami-0aaa` when another image is asked for. */
  const beside = async (world: PlanWorld = {}, image: string | null = "ami-0bbb") => {
    const step = await fakePlan(world);
    await hold(step, "web-0");
    await rollouts.write(
      step.ledger,
      rollout({ id: "web-0", imageTo: "ami-0aaa", cause: { ...REQUEST, at: 1 } }),
      "absent",
    );
    const answer = await admit({ ...ASKED, request: { ...REQUEST, image } }, step.context);
    expect(answer).toMatchObject({ verdict: "queued", fence: 0, rollout: "web-1" });
    expect(await owner(step)).toBe("web-0");
    const waiting = await waitingRequest(step.ledger, "web");
    expect(waiting).toEqual({ ...REQUEST, image, evidence: { queuedBy: "web-1" } });
    const running = await rollouts.read(step.ledger, "web", "web-0");
    return running?.run.abort?.supersededBy ?? null;
  };

  test("waits, and ends a rollout that was asked for earlier", async () => {
    expect(await beside()).toBe("ami-0bbb");
  });

  test("ends nothing for an image that cannot be launched", async () => {
    expect(await beside({ images: {} })).toBeNull();
    expect(await beside({ images: { "ami-0bbb": { day: 2, State: "pending" } } })).toBeNull();
    expect(await beside({}, null)).toBeNull();
  });

  test("does not even wait with an image in quarantine", async () => {
    const step = await fakePlan();
    await hold(step, "web-0");
    const sick = { imageId: "ami-0bbb", fleet: "web", rollout: "web-9", reason: "sick", at: 1 };
    await quarantine(step.ledger, sick);
    const answer = await admit({ ...ASKED, request: { ...REQUEST, image: "ami-0bbb" } }, step.context);
    expect(answer).toMatchObject({ verdict: "refused", reason: expect.stringMatching(/quarantined: sick/) });
    expect(await waitingRequest(step.ledger, "web")).toBeUndefined();
  });

  test("does not even wait with an image that a person refused, unless it is for another template version", async () => {
    const since = 0;
    for (const [templateVersion, verdict] of [
      [1, "refused"],
      [2, "queued"],
    ] as const) {
      const step = await fakePlan();
      await hold(step, "web-0");
      await putExcept(step.ledger, "web", {
        image: "ami-0bbb",
        templateVersion,
        since,
        by: "bob",
        reason: "no",
      });
      expect(await admit(ASKED, step.context)).toMatchObject({ verdict, fence: 0 });
      expect((await waitingRequest(step.ledger, "web"))?.image).toBe(
        verdict === "queued" ? "ami-0bbb" : undefined,
      );
      expect(await owner(step)).toBe("web-0");
    }
  });

  test("waits for a rollout whose lease ran out, and ends it not", async () => {
    const step = await fakePlan();
    await rollouts.write(
      step.ledger,
      rollout({ id: "web-0", imageTo: "ami-0aaa", cause: { ...REQUEST, at: 1 } }),
      "absent",
    );
    expect(await admit(ASKED, step.context)).toMatchObject({
      verdict: "queued",
      reason: "waits for rollout web-0 to end",
      fence: 0,
    });
    expect(await owner(step)).toBeNull();
    expect((await rollouts.read(step.ledger, "web", "web-0"))?.run.abort).toBeNull();
    expect(await waitingRequest(step.ledger, "web")).toMatchObject({ evidence: { queuedBy: "web-1" } });
  });

  test("waits until reads show what the last rollout gave back", async () => {
    const step = await fakePlan();
    await rollouts.write(
      step.ledger,
      rollout({ id: "web-0", endedAt: NOW - 5000, outcome: "succeeded" }),
      "absent",
    );
    expect(await admit(ASKED, step.context)).toMatchObject({ verdict: "wait", waitSeconds: 10, fence: 0 });
    expect(await owner(step)).toBeNull();
  });
});
