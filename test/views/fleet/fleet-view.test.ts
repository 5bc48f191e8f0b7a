import { expect, test } from "vitest";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { fleetView } from "../../../src/views/fleet/fleet-view.ts";
import { DECLARATION } from "../../support/cli/command-line.ts";
import { entry, generation } from "../../support/cli/records.ts";
import { retirement } from "../../support/retirement/fake-retirement-step.ts";

const nothing = {
  fleet: "web",
  declared: undefined,
  rollout: undefined,
  frozen: undefined,
  standing: undefined,
  except: [],
  findings: [],
  storms: [],
  dueFirst: null,
  now: 10,
  rollouts: [],
  retirements: [],
  outbox: { pending: [], taken: [], attention: [] },
};

test("a fleet of which nothing is recorded", () => {
  const { explanation, ...others } = fleetView({ ...nothing, generations: [], entries: [] });
  expect(explanation).toMatchObject({ state: "attention", waitsFor: "declaration" });
  expect(others).toEqual({
    fleet: "web",
    rollout: undefined,
    steps: [],
    generations: [],
    entries: [],
    frozen: undefined,
    standing: undefined,
    except: [],
    findings: [],
    ageDue: null,
    attention: [],
    unsent: null,
    usualMs: null,
    retirements: [],
  });
});

test("generations that are gone are left out, and entries come with the oldest first", () => {
  const [new7, live6, gone5] = [
    generation({ number: 7, state: "launching" }),
    generation({ number: 6 }),
    generation({ number: 5, state: "gone" }),
  ];
  const [late, early] = [entry({ at: 2 }), entry({ at: 1 })];
  const view = fleetView({ ...nothing, generations: [new7, live6, gone5], entries: [late, early] });
  expect(view).toMatchObject({ generations: [new7, live6], entries: [early, late] });
});

test("what was refused is shown, but not what runs in spite of it", () => {
  const refused = { image: "ami-0aaa", templateVersion: 2, since: 1, by: "ada", reason: "wrong image" };
  const runs = { ...refused, templateVersion: 1 };
  const other = { ...refused, image: "ami-0bbb" };
  const except = [other, refused, runs];
  const shown = (generations: ReturnType<typeof generation>[]) =>
    fleetView({ ...nothing, except, generations, entries: [] }).except;
  expect(shown([])).toEqual(except);
  expect(shown([generation({ state: "retained" })])).toEqual(except);
  expect(shown([generation({})])).toEqual([other, refused]);
  // Refused since the servers were launched: their replacement by the same.
  expect(shown([generation({ createdAt: 0 })])).toEqual([other, refused, runs]);
});

test.each([
  ["steps of a strategy that moves traffic", { strategy: "alb-weighted" }, [10, 50, 100]],
  ["no steps where there is no traffic", { strategy: "none" }, []],
])("%s", (_what, { strategy }, steps) => {
  const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
  const weighted = {
    strategy,
    rule: `${arn}:listener/app/web/1/2`,
    targetGroups: [`${arn}:targetgroup/a/1`, `${arn}:targetgroup/b/2`],
    steps: ["10%", "50%", "100%"],
  };
  const traffic = strategy === "none" ? { strategy } : weighted;
  const declared = fleetSchema.parse({ ...DECLARATION, traffic });
  expect(fleetView({ ...nothing, declared, generations: [], entries: [] }).steps).toEqual(steps);
});

test("retirements that are open are named, with what they wait for and until when; a freeze moves that", () => {
  const waiting = { reason: "4 servers still stop", since: 5, until: 20, isDeclared: false };
  const row = { id: "web-g0006-retirement", generation: 6, phase: "TakeDown", since: 2 };
  const open = retirement({ phase: "TakeDown", startedAt: 2, deadlineAt: 100, waiting });
  const retirements = [open, retirement({ generation: 5, endedAt: 1, outcome: "succeeded" })];
  const named = (each: typeof retirements) =>
    fleetView({ ...nothing, retirements: each, generations: [], entries: [] }).retirements;
  expect(named(retirements)).toEqual([{ ...row, waitsFor: "4 servers still stop", until: 100 }]);
  const frozen = { ...waiting, reason: "frozen: audit", isDeclared: true };
  expect(named([{ ...open, waiting: frozen }])).toEqual([{ ...row, waitsFor: "frozen: audit", until: 105 }]);
});

test("a retirement past its deadline needs a person, also before a sweep has taken that down", () => {
  const retirements = [retirement({ deadlineAt: 9 })];
  const { attention } = fleetView({ ...nothing, retirements, generations: [], entries: [] });
  expect(attention).toMatchObject([{ kind: "run-late", since: null }]);
});
