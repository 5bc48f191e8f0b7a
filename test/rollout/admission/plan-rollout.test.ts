import { describe, expect, test } from "vitest";
import type { ReplacementRequest } from "../../../src/domain/run/replacement-request.ts";
import { putExcept } from "../../../src/ledger/except.ts";
import { quarantine } from "../../../src/ledger/image-verdicts.ts";
import { planRollout } from "../../../src/rollout/admission/plan-rollout.ts";
import { fakePlan, LIVE, type PlanWorld, REQUEST } from "../../support/rollout/fake-plan.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

/** What is planned for a request that differs so, in an account that differs so. */
async function plan(request: Partial<ReplacementRequest> = {}, world: PlanWorld = {}) {
  const { context, fleet, declaration, sent } = await fakePlan(world);
  const asked = { fleet, declaration, id: "web-1", request: { ...REQUEST, ...request } };
  return { planned: await planRollout(asked, context), sent };
}
const refused = (reason: string) => ({ verdict: "refused", reason });
const INITIAL = {
  capacity: { initial: { min: 1, desired: 3, max: 5 } },
  network: { subnets: ["subnet-a"] },
};

describe("a plan", () => {
  test("says what becomes of the live generation, and is the whole record", async () => {
    const { planned } = await plan();
    expect(planned).toEqual({
      reason: "4 servers of generation 6 (ami-0aaa) become generation 7 (ami-0bbb): image",
      rollout: {
        kind: "rollout",
        fleet: "web",
        id: "web-1",
        execution: "web-1",
        phase: "Admit",
        cause: REQUEST,
        declaration: expect.objectContaining({ fleet: "web", template: "lt-0abc" }) as object,
        startedAt: NOW,
        phaseStartedAt: NOW,
        deadlineAt: NOW + 14_400_000,
        endedAt: null,
        imageFrom: "ami-0aaa",
        imageTo: "ami-0bbb",
        blue: 6,
        green: 7,
        templateVersion: 1,
        size: 4,
        traffic: { step: 0, setPercent: 0, setAt: null, observedPercent: null, agreeingReads: 0 },
        gates: [],
        commands: {},
        holds: [],
        waiting: null,
        abort: null,
        failure: null,
        milestones: {},
        timers: {},
        removals: {},
        outcome: null,
        outcomeReason: null,
      },
    });
  });

  test("of a first generation has the declared size, and asks for one image only", async () => {
    const { planned, sent } = await plan({}, { generations: [], declaration: INITIAL });
    expect(planned).toMatchObject({
      reason: "3 servers of generation none (no image) become generation 1 (ami-0bbb): image",
      rollout: { size: 3, blue: null, green: 1, imageFrom: null },
    });
    expect(sent.find(({ name }) => name === "DescribeImages")?.input).toMatchObject({
      ImageIds: ["ami-0bbb"],
    });
  });

  test("of a fleet whose blue has no servers has none", async () => {
    const { planned } = await plan({}, { blue: { DesiredCapacity: 0 }, declaration: INITIAL });
    expect(planned).toMatchObject({ rollout: { size: 0 } });
  });

  test("counts generations that are gone", async () => {
    const gone = { ...LIVE, number: 9, group: "web-g0009", state: "gone" as const };
    const { planned } = await plan({}, { generations: [LIVE, gone] });
    expect(planned).toMatchObject({ rollout: { blue: 6, green: 10 } });
  });

  test("without a named image takes the one that the channel names", async () => {
    const { planned } = await plan({ image: null });
    expect(planned).toMatchObject({ rollout: { imageTo: "ami-0bbb" } });
  });
});

describe("refused is", () => {
  const none = { declaration: { image: { tags: { app: "web" } } } };
  const rows: [string, Partial<ReplacementRequest>, PlanWorld, RegExp][] = [
    ["a declaration that names no image", { image: null }, { ...none, images: {} }, /names no image/u],
    ["an image that does not exist", { image: "ami-0ccc" }, {}, /^ami-0ccc does not exist/u],
    [
      "an image that is not available",
      {},
      { images: { "ami-0bbb": { day: 2, State: "pending" } } },
      /^ami-0bbb is pending, /u,
    ],
    [
      "an image for other machines",
      {},
      { images: { "ami-0aaa": { day: 1 }, "ami-0bbb": { day: 2, Architecture: "x86_64" } } },
      /^ami-0bbb is x86_64 and the fleet's servers are arm64/u,
    ],
    ["a template that is gone", {}, { template: null }, /^launch template lt-0abc does not exist/u],
    ["a live group that is gone", {}, { blue: null }, /^generation 6's group web-g0006 is gone/u],
    [
      "a live group of another version",
      {},
      { blue: { LaunchTemplate: { LaunchTemplateId: "lt-0abc", Version: "5" } } },
      /launches from template version 5, generation 6 was pinned to 6/u,
    ],
    [
      "a live group without a template",
      {},
      { blue: { LaunchTemplate: undefined } },
      /launches from template version unknown, generation 6 was pinned to 6/u,
    ],
    ["a fleet that was never begun", {}, { generations: [] }, /^the fleet has no generation yet/u],
    ["a fleet that does not fit", {}, { blue: { DesiredCapacity: 10 } }, /^there is no room/u],
  ];
  test.each(rows)("%s", async (_what, request, world, reason) => {
    expect((await plan(request, world)).planned).toEqual({
      verdict: "refused",
      reason: expect.stringMatching(reason),
    });
  });

  test("an image in quarantine, whoever asks", async () => {
    const { context, fleet, declaration, ledger } = await fakePlan();
    await quarantine(ledger, {
      imageId: "ami-0bbb",
      fleet: "api",
      rollout: "api-1",
      reason: "it is sick",
      at: 1,
    });
    const request = { ...REQUEST, force: true };
    expect(await planRollout({ fleet, declaration, id: "web-1", request }, context)).toEqual(
      refused("ami-0bbb is quarantined: it is sick; moult quarantine lift ami-0bbb lets it out"),
    );
  });
});

describe("nothing is to do", () => {
  const IDLE = expect.objectContaining({ verdict: "nothing-to-do" });

  test("where every server runs the image from this version already", async () => {
    expect((await plan({ image: "ami-0aaa" })).planned).toEqual({
      verdict: "nothing-to-do",
      reason: expect.stringMatching(/^every server runs ami-0aaa from template version 1 already/u),
    });
    expect((await plan({ image: "ami-0aaa" }, { template: 2 })).planned).toHaveProperty("rollout");
    expect((await plan({ image: "ami-0aaa", force: true })).planned).toHaveProperty("rollout");
  });

  test("for an older image that was published, but a person may go back", async () => {
    const older = { images: { "ami-0aaa": { day: 3 }, "ami-0bbb": { day: 2 } } };
    const { planned } = await plan({}, older);
    expect(planned).toEqual({
      verdict: "nothing-to-do",
      reason: expect.stringMatching(/^ami-0bbb is older than ami-0aaa, which runs now/u),
    });
    expect((await plan({ reason: "operator" }, older)).planned).toHaveProperty("rollout");
    expect((await plan({ force: true }, older)).planned).not.toEqual(IDLE);
  });

  test("is not said of an image as old, nor beside one that is gone", async () => {
    const same = { images: { "ami-0aaa": { day: 2 }, "ami-0bbb": { day: 2 } } };
    expect((await plan({}, same)).planned).toHaveProperty("rollout");
    const gone = { images: { "ami-0bbb": { day: 2 } } };
    expect((await plan({}, gone)).planned).toHaveProperty("rollout");
  });
});

describe("what a person refused", () => {
  const REFUSED = { image: "ami-0bbb", templateVersion: 1, since: 0, by: "ada", reason: "wrong image" };
  const SENTENCE =
    "ada refused ami-0bbb on 1970-01-01T00:00:00.000Z: wrong image; moult rollout retry web begins it again";

  /** What is planned after this was refused. */
  async function planAfter(
    excepted: Partial<typeof REFUSED>,
    request: Partial<ReplacementRequest> = {},
    world: PlanWorld = {},
  ) {
    const { context, fleet, declaration, ledger } = await fakePlan(world);
    await putExcept(ledger, "web", { ...REFUSED, ...excepted });
    return planRollout({ fleet, declaration, id: "web-1", request: { ...REQUEST, ...request } }, context);
  }

  test.each<[string, Partial<ReplacementRequest>]>([
    ["by event", {}],
    ["by whoever names no image", { image: null, reason: "operator" }],
    ["by a person who names it", { reason: "operator" }],
    ["by force", { force: true, reason: "operator" }],
  ])("is not begun %s", async (_how, request) => {
    expect(await planAfter({}, request)).toEqual(refused(SENTENCE));
  });

  test("is told before anything else that stands against it", async () => {
    expect(await planAfter({}, {}, { blue: null })).toEqual(refused(SENTENCE));
    expect(await planAfter({}, {}, { generations: [], declaration: INITIAL })).toEqual(refused(SENTENCE));
  });

  test("is neither another image nor another template version, nor what runs", async () => {
    expect(await planAfter({ image: "ami-0ccc" })).toMatchObject({ rollout: { imageTo: "ami-0bbb" } });
    expect(await planAfter({ templateVersion: 2 })).toMatchObject({ rollout: { imageTo: "ami-0bbb" } });
    const again = { image: "ami-0aaa", force: true };
    expect(await planAfter({ image: "ami-0aaa" }, again)).toMatchObject({ rollout: { imageTo: "ami-0aaa" } });
    expect(await planAfter({ image: "ami-0aaa", templateVersion: 2 }, again, { template: 2 })).toMatchObject({
      verdict: "refused",
    });
  });
});
