import { describe, expect, test } from "vitest";
import { NO_ATTEMPTS } from "../../../src/domain/decide/attempts.ts";
import { NO_BRAKES } from "../../support/domain/decide/states.ts";
import type { Start } from "../../../src/domain/decide/decide.ts";
import type { FleetState } from "../../../src/domain/decide/fleet-state.ts";
import { NOTHING_WANTED } from "../../../src/domain/decide/wanted.ts";
import { AccessDenied, ServiceUnavailable, Throttled } from "../../../src/errors/errors.ts";
import { changeWanted, readWanted } from "../../../src/ledger/wanted.ts";
import { causeOf, decideAgain, onlyLaunchedBefore } from "../../../src/rollout/admission/decide-again.ts";
import { fakePlan, type PlanWorld } from "../../support/rollout/fake-plan.ts";
import { named } from "../../support/rollout/fake-fleet.ts";
import { NOW } from "../../support/rollout/fake-step.ts";

const [OLD, NEW, KNOWN] = ["ami-0000aaaa", "ami-0000bbbb", "ami-0000cccc"];

/** What is decided in an account that differs so, where this image is known to be named; and what was asked. */
async function decided(isAsked: boolean, world: PlanWorld = {}, known: string | null = KNOWN) {
  const { fleet, context, ledger, sent } = await fakePlan(world);
  if (known !== null) await changeWanted(ledger, "web", (before) => ({ ...before, named: named(known) }));
  const again = await decideAgain(fleet, isAsked, context);
  const image = "decision" in again && again.decision.act === "start" ? again.decision.target.image : null;
  const wanted = await readWanted(ledger, "web");
  return { again, image, wanted, asked: sent.map(({ name }) => name) };
}
const failing = (error: Error): PlanWorld => ({
  answers: {
    GetParameters: () => {
      throw error;
    },
  },
});

describe("what is decided again", () => {
  test("goes by what whoever decided had read, and by the template as it is now", async () => {
    const { image, wanted, asked } = await decided(false, { template: 2 });
    expect(image).toBe(KNOWN);
    expect(wanted.template).toEqual({ id: "lt-0abc", version: 2, at: NOW });
    expect(asked).toEqual(["DescribeLaunchTemplates"]);
  });

  test("is read from AWS where a person asks, or nobody has read it for this declaration", async () => {
    expect(await decided(true)).toMatchObject({
      image: NEW,
      wanted: { named: { image: NEW, by: "Admit read it" } },
    });
    expect((await decided(false, {}, null)).image).toBe(NEW);
    const elsewhere = { declaration: { image: { tags: { role: "web" } } } };
    expect(
      (await decided(false, { ...elsewhere, images: { [OLD]: { day: 1 }, [NEW]: { day: 2 } } })).image,
    ).toBe(NEW);
  });

  test("goes by what is known where a person asks and it cannot be read", async () => {
    const { image, wanted } = await decided(true, failing(new AccessDenied("no")));
    expect([image, wanted.named?.by]).toEqual([KNOWN, "event e-1 from aws.ssm"]);
  });

  test("is refused where nothing is known and it cannot be read", async () => {
    const { again, wanted } = await decided(false, failing(new AccessDenied("no")), null);
    expect(again).toEqual({ refused: "what channel /images/web names cannot be read: no" });
    expect(wanted).toEqual(NOTHING_WANTED);
  });

  test.each([true, false])(
    "is refused where the template is gone, whether or not a person asks: %s",
    async (isAsked) => {
      const { again } = await decided(isAsked, { template: null });
      expect(again).toEqual({
        refused: "launch template lt-0abc does not exist (any more): declare one that does",
      });
    },
  );

  test.each([new Throttled("slow"), new ServiceUnavailable("down")])(
    "waits for what passes: %s",
    async (error) => {
      await expect(decided(true, failing(error))).rejects.toBe(error);
      await expect(decided(false, failing(error), null)).rejects.toBe(error);
    },
  );
});

const state = (special: Partial<FleetState["wanted"]> = {}): FleetState => ({
  fleet: "web",
  source: "channel /images/web",
  template: "lt-0abc",
  hasInitialSize: false,
  wanted: { ...NOTHING_WANTED, named: { ...named(NEW), evidence: { event: 1 } }, ...special },
  findings: [],
  ageDueAt: null,
  needsPerson: null,
  except: [],
  attempts: NO_ATTEMPTS,
  brakes: NO_BRAKES,
  approvals: { settings: null, asks: [] },
  quarantined: new Map(),
  live: null,
  open: null,
  freeze: null,
});
const start = (reason: Start["reason"], ...keys: string[]): Start => ({
  act: "start",
  target: { image: NEW, templateVersion: 1 },
  reason,
  due: keys.map((key) => ({ reason, what: `because of ${key}`, key })),
  replaces: 6,
  attempt: 0,
});
const pin = { image: NEW, by: "ada", reason: "as it was", at: 1, until: NOW + 1, insteadOf: null };
const launchedBefore = { instant: 7, by: "bob", reason: "kernel", at: 7 };

describe("the cause that a rollout keeps", () => {
  test("is who named the image, with what they said, and all that is served", () => {
    expect(causeOf(start("image", `image ${NEW}`, "finding x"), state(), NOW)).toEqual({
      reason: "image",
      by: "event e-1 from aws.ssm",
      at: NOW,
      serves: [`because of image ${NEW}`, "because of finding x"],
      evidence: { event: 1 },
    });
  });

  test.each([
    [
      "who pinned it, who is no event",
      start("operator", `image ${NEW}`),
      state({ pin, launchedBefore }),
      "ada",
    ],
    [
      "who wants older servers replaced",
      start("operator", "launched-before 7"),
      state({ launchedBefore }),
      "bob",
    ],
    ["moult itself for what it found", start("drift", "template lt-0abc 2"), state({ pin }), "moult"],
    [
      "moult itself for older servers, whatever was named",
      start("age", "finding i-1#age#x"),
      state(),
      "moult",
    ],
  ])("is %s", (_what, decision, of, by) => {
    expect(causeOf(decision, of, NOW)).toMatchObject({ by, evidence: {} });
  });
});

test("older servers are the only reason when nothing else is served", () => {
  const of = state({ launchedBefore });
  expect(onlyLaunchedBefore(start("operator", "launched-before 7").due, of)).toBe(7);
  expect(onlyLaunchedBefore(start("operator", "launched-before 7", "finding x").due, of)).toBeNull();
  expect(onlyLaunchedBefore(start("image", `image ${NEW}`).due, of)).toBeNull();
});
