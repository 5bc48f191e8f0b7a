import { describe, expect, test } from "vitest";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { putExcept } from "../../../src/ledger/except.ts";
import { putFinding } from "../../../src/ledger/findings.ts";
import { freeze } from "../../../src/ledger/freezes.ts";
import { liftQuarantine, quarantine } from "../../../src/ledger/image-verdicts.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import { changeWanted } from "../../../src/ledger/wanted.ts";
import { openRunOf, readState, readStateBeside } from "../../../src/rollout/convergence/read-state.ts";
import { readFleet } from "../../../src/ledger/fleets.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { finding } from "../../support/domain/findings.ts";
import { fakeFleet, named } from "../../support/rollout/fake-fleet.ts";
import { NOW } from "../../support/rollout/fake-step.ts";
import { NO_BRAKES } from "../../support/domain/decide/states.ts";

describe("the state of a fleet", () => {
  test("is all that the ledger has of it", async () => {
    const { ledger, context } = await fakeFleet();
    const refused = { image: "ami-0ccc", templateVersion: 1, since: 3, by: "ada", reason: "no" };
    const found = finding({ generation: 6 });
    await putExcept(ledger, "web", refused);
    await putFinding(ledger, "web", found, NOW);
    await putFinding(ledger, "web", finding({ server: "i-0", generation: 5 }), NOW);
    await freeze(ledger, { fleet: "web", reason: "audit", by: "ada", since: 0, until: NOW + 1 });
    expect(await readState("web", context)).toEqual({
      fleet: "web",
      approvals: { settings: null, asks: [] },
      source: "channel /images/web",
      template: "lt-0abc",
      hasInitialSize: false,
      wanted: { named: named("ami-0bbb"), template: null, pin: null, launchedBefore: null, taken: [] },
      findings: [found],
      ageDueAt: null,
      needsPerson: null,
      except: [refused],
      attempts: { number: 0, last: [] },
      brakes: NO_BRAKES,
      quarantined: new Map(),
      live: { number: 6, image: "ami-0aaa", templateVersion: 1, template: "lt-0abc", launchedFrom: 0 },
      open: null,
      freeze: { reason: "audit", until: NOW + 1 },
    });
    expect(await readState("api", context)).toBeUndefined();
  });

  test("has a live group that was adopted, whose servers were there before, and a size to begin with", async () => {
    const template = { id: "lt-0abc", version: 1, baseVersion: 1, ownedByMoult: false };
    const adopted = await fakeFleet({ generations: [generation({ template })] });
    expect((await readState("web", adopted.context))?.live).toMatchObject({ launchedFrom: null });
    const capacity = { initial: { min: 1, desired: 2, max: 3 } };
    const network = { subnets: ["subnet-a"] };
    const first = await fakeFleet({ generations: [], declaration: { capacity, network } });
    expect(await readState("web", first.context)).toMatchObject({ live: null, hasInitialSize: true });
  });

  test("has a live generation, however many after it came to nothing", async () => {
    const gone = Array.from({ length: 40 }, (_, index) =>
      generation({ number: 7 + index, group: `web-g${index}`, state: "gone" }),
    );
    const { context } = await fakeFleet({ generations: [generation({}), ...gone] });
    expect((await readState("web", context))?.live).toMatchObject({ number: 6, image: "ami-0aaa" });
  });

  test("has the quarantine of each image that it names, and of one that somebody asks for", async () => {
    const { ledger, context } = await fakeFleet();
    const pin = { image: "ami-0ccc", by: "ada", reason: "x", at: 1, until: NOW + 1, insteadOf: null };
    await changeWanted(ledger, "web", (before) => ({ ...before, pin }));
    const images = ["ami-0aaa", "ami-0bbb", "ami-0ccc", "ami-0ddd", "ami-0eee", "ami-0fff"];
    for (const imageId of images)
      await quarantine(ledger, {
        imageId,
        reach: null,
        fleet: "api",
        rollout: "r",
        reason: `of ${imageId}`,
        at: 1,
      });
    await liftQuarantine(ledger, { imageId: "ami-0bbb", reach: null, by: "ada", reason: "ok", at: 2 });
    await rollouts.write(ledger, rollout({ imageTo: "ami-0ddd" }), "absent");
    const state = await readState("web", context);
    expect([...(state?.quarantined ?? [])]).toEqual([
      ["ami-0ccc", "of ami-0ccc"],
      ["ami-0aaa", "of ami-0aaa"],
      ["ami-0ddd", "of ami-0ddd"],
    ]);
    const declared = await readFleet(ledger, "web");
    if (declared === undefined) throw new Error("nobody declared it");
    const asked = await readStateBeside(declared.fleet, undefined, context, "ami-0eee");
    expect([asked.open, asked.quarantined.get("ami-0eee")]).toEqual([null, "of ami-0eee"]);
    expect(asked.quarantined.has("ami-0fff")).toBe(false);
  });
});

describe("an open run", () => {
  const of = (special: Partial<RolloutRecord>) => openRunOf(rollout(special));
  const failure = { phase: "Bake" as const, error: "Failed", reason: "x", imageAtFault: false };
  const abort = { requestedBy: "ada", reason: "no", requestedAt: 1 };

  test("says where it goes, how far it is and by when it has to be over", () => {
    expect(of({ deadlineAt: 99 })).toEqual({
      id: "web-1",
      phase: "ValidateGreen",
      target: { image: "ami-0bbb", templateVersion: 1 },
      template: "lt-0abc",
      deadlineAt: 99,
      hasMovedTraffic: false,
      isEnding: false,
      mayReturn: true,
    });
  });

  test("has moved traffic when it set any, or released blue, which has none", () => {
    expect(of({ traffic: { ...rollout({}).traffic, setAt: 5 } }).hasMovedTraffic).toBe(true);
    expect(of({ milestones: { "blue-released": 5 } }).hasMovedTraffic).toBe(true);
  });

  test("is ending when it failed or somebody asked for that", () => {
    expect([of({ failure }).isEnding, of({ abort }).isEnding]).toEqual([true, true]);
  });
});
