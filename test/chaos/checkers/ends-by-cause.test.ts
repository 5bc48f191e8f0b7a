import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Decision, Wrote } from "../../../chaos/checkers/invariant.ts";
import { endsByCause } from "../../../chaos/checkers/invariants/outcomes/ends-by-cause.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { GREEN } from "../../support/rollout/fake-work.ts";

const MINUTE = 60_000;
const START = 10_000_000;
const GOOD = { imageId: "ami-0bbb", architecture: "x86_64", state: "available", tags: [] };

interface World {
  readonly error: string;
  readonly minutes?: number;
  readonly disturbances?: ReadonlyMap<string, number>;
  readonly image?: object;
  /** When something last went wrong, by server, group or alarm. */
  readonly trouble?: ReadonlyMap<string, number>;
  /** What else was wanted meanwhile. */
  readonly wanted?: string;
  readonly quarantined?: ReadonlySet<string>;
  readonly approvals?: readonly object[];
  readonly run?: Partial<RolloutRecord>;
}

const DECLARATION = {
  bake: "1m",
  deadlines: { launch: "5m", validate: "5m", rollout: "1h" },
  steps: ["100%"],
  pause: "0s",
};

function inputOf(world: World, now: number): CheckerInput {
  const { disturbances = new Map(), image = GOOD, trouble = new Map() } = world;
  const span = {
    from: START - MINUTE,
    to: now,
    wanted: {
      named: { image: world.wanted ?? "ami-0bbb" },
      template: { version: 1 },
      pin: null,
      launchedBefore: null,
    },
    except: [],
    attempts: { number: 1, last: [] },
    findings: [],
    approvals: world.approvals ?? [],
    storms: [],
    quarantined: world.quarantined ?? new Set(),
    freezes: [],
    live: generation({}),
    open: "web-1",
    unsettled: undefined,
    mayBeBraked: () => false,
  };
  return {
    plan: { fleet: { declaration: DECLARATION } },
    disturbances,
    interference: [],
    statuses: new Map(),
    trouble: {
      lastAt: (subject: string) => trouble.get(subject) ?? -Infinity,
      wasIll: (id: string, since: number) => (trouble.get(id) ?? -Infinity) >= since,
    },
    serving: { members: (group: string) => new Set([`i-of-${group}`]) },
    deciding: { since: () => [span] },
    view: {
      ...emptyView(),
      generations: new Map([
        [6, generation({})],
        [7, generation({ number: 7, group: GREEN, createdAt: START, state: "launching" })],
      ]),
    },
    world: {
      now: () => now,
      state: { images: new Map([["ami-0bbb", image]]), alarms: new Map(), groups: new Map() },
    },
  } as unknown as CheckerInput;
}

/** What is said of a run that fails under this name. */
function said(world: World, abort: RolloutRecord["abort"] = null): string | undefined {
  const now = START + (world.minutes ?? 10) * MINUTE;
  const failure = { phase: "Bake", error: world.error, reason: "so", imageAtFault: false } as const;
  const declaration = {
    ...rollout({}).declaration,
    deadlines: DECLARATION.deadlines,
  } as RolloutRecord["declaration"];
  const before = rollout({ startedAt: START, declaration, abort, ...world.run });
  const input = inputOf(world, now);
  const checker = endsByCause();
  input.view.rollouts.set(before.id, before);
  checker.written?.("rollout#web-1", input);
  const write = { sort: "rollout#web-1", before, body: { ...before, failure } };
  return checker.wrote?.(write as unknown as Wrote, input);
}

describe("a run that fails", () => {
  test("for a gate had something that a gate can see", () => {
    expect(said({ error: "GateFailed" })).toBe(
      "web-1 fails as GateFailed, and the world had no cause for it: so",
    );
    expect(said({ error: "GateFailed", trouble: new Map([[`i-of-${GREEN}`, START + 1]]) })).toBeUndefined();
    expect(
      said({ error: "GateFailed", disturbances: new Map([["servers-vanish", START + 1]]) }),
    ).toBeUndefined();
    const bad = { ...GOOD, tags: [{ key: "sim:error-rate", value: "0.5" }] };
    expect(said({ error: "GateFailed", image: bad })).toBeUndefined();
    // Events that come late, and calls that are throttled, make no green bad.
    const late = new Map([
      ["events-lost", START + 1],
      ["throttling-storms", START + 1],
    ]);
    expect(said({ error: "GateFailed", disturbances: late })).toBeDefined();
  });

  test("as aborted was aborted by somebody", () => {
    const abort = { requestedBy: "ada", reason: "-", requestedAt: START };
    expect(said({ error: "Aborted" })).toBeDefined();
    expect(said({ error: "Aborted" }, abort)).toBeUndefined();
  });

  test("as superseded had something else wanted", () => {
    expect(said({ error: "Superseded" })).toBeDefined();
    expect(said({ error: "Superseded", wanted: "ami-0ccc" })).toBeUndefined();
  });

  test("as rejected was said no to, or nobody said anything in time", () => {
    const asked = (more: object) => [
      { kind: "shift", rollout: "web-1", until: START + 1, answer: null, ...more },
    ];
    const failed = { error: "ApprovalRejected" };
    expect(said(failed)).toBeDefined();
    expect(said({ ...failed, approvals: asked({ until: START + 86_400_000 }) })).toBeDefined();
    expect(said({ ...failed, approvals: asked({ rollout: "web-2" }) })).toBeDefined();
    expect(said({ ...failed, approvals: asked({}) })).toBeUndefined();
    expect(said({ ...failed, approvals: asked({ answer: { verdict: "rejected" } }) })).toBeUndefined();
    expect(said({ ...failed, approvals: asked({ answer: { verdict: "approved" } }) })).toBeDefined();
  });

  test("as quarantined had its image there", () => {
    expect(said({ error: "Quarantined" })).toBeDefined();
    expect(said({ error: "Quarantined", quarantined: new Set(["ami-0bbb"]) })).toBeUndefined();
  });

  test("for its deadline had passed it, and something had kept it", () => {
    const disturbances = new Map([["lambda-dies before", START + 1]]);
    expect(said({ error: "Deadline", minutes: 30, disturbances })).toBeDefined();
    expect(said({ error: "Deadline", minutes: 61, disturbances })).toBeUndefined();
    expect(said({ error: "Deadline", minutes: 61 })).toBeDefined();
  });

  test("for want of capacity had a launch that failed", () => {
    expect(said({ error: "NoCapacity" })).toBeDefined();
    expect(said({ error: "NoCapacity", trouble: new Map([[GREEN, START + 1]]) })).toBeUndefined();
  });

  test("beside an ill blue had one: ill servers, or such as it lacks and cannot launch", () => {
    const { group: blue } = generation({});
    const trouble = (subject: string) => new Map([[subject, START + 1]]);
    expect(said({ error: "BothIll" })).toBeDefined();
    expect(said({ error: "BothIll", trouble: trouble(`i-of-${blue}`) })).toBeUndefined();
    expect(said({ error: "BothIll", trouble: trouble(blue) })).toBeUndefined();
    expect(said({ error: "BothIll", trouble: trouble(GREEN) })).toBeDefined();
    expect(said({ error: "BothIll", trouble: trouble(`i-of-${GREEN}`) })).toBeDefined();
  });

  test("for any error had something go wrong", () => {
    expect(said({ error: "Rejected" })).toBeDefined();
    expect(
      said({ error: "Rejected", disturbances: new Map([["service-errors", START + 1]]) }),
    ).toBeUndefined();
  });
});

describe("a run", () => {
  test("needs a person only where something stood in its way", () => {
    const needs = (disturbances: ReadonlyMap<string, number>): string | undefined => {
      const before = rollout({ startedAt: START });
      const body = { ...before, outcome: "needs-person", outcomeReason: "so" };
      const write = { sort: "rollout#web-1", before, body } as unknown as Wrote;
      return endsByCause().wrote?.(write, inputOf({ error: "", disturbances }, START + MINUTE));
    };
    expect(needs(new Map())).toBe("web-1 needs a person, and nothing was against it: so");
    expect(needs(new Map([["servers-sicken", START + 1]]))).toBeUndefined();
  });

  test("is aborted by nobody but people, and releases nothing then", () => {
    const abort = { requestedBy: "ada", reason: "-", requestedAt: START };
    const before = rollout({ startedAt: START });
    const writeOf = (given: object): Wrote => {
      const invocation = { task: "admit", input: { given } };
      return { sort: "rollout#web-1", before, body: { ...before, abort }, invocation } as unknown as Wrote;
    };
    const write = writeOf({ fleet: "web" });
    const input = inputOf({ error: "" }, START + MINUTE);
    const checker = endsByCause();
    expect(checker.wrote?.(writeOf({ fleet: "web", do: "rollback" }), input)).toBeUndefined();
    expect(checker.wrote?.(write, input)).toBe("web-1 is aborted by nobody");
    input.view.rollouts.set("web-1", { ...before, abort });
    checker.written?.("rollout#web-1", input);
    const release = (since: number): string | undefined =>
      checker.decided?.(
        { entry: { action: "release" }, rollout: before, since } as unknown as Decision,
        input,
      );
    expect(release(START)).toBeUndefined();
    expect(release(START + 2 * MINUTE)).toBe("web-1 releases blue, aborted before the step began");
  });
});
