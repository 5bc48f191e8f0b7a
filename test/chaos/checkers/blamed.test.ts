import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Wrote } from "../../../chaos/checkers/invariant.ts";
import { blamed } from "../../../chaos/checkers/invariants/outcomes/blamed.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { GREEN } from "../../support/rollout/fake-work.ts";

const START = 10_000_000;
const verdict = {
  imageId: "ami-0bbb",
  rollout: "web-1",
  fleet: "web",
  reach: null,
  reason: "-",
  at: START,
  lifted: null,
};

interface World {
  readonly tags?: Readonly<Record<string, string>>;
  readonly trouble?: readonly string[];
  readonly disturbances?: ReadonlyMap<string, number>;
  readonly isQuarantined?: boolean;
}

function inputOf({ tags = {}, trouble = [], disturbances = new Map(), isQuarantined }: World): CheckerInput {
  const image = {
    architecture: "x86_64",
    state: "available",
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  };
  const view = emptyView();
  view.generations.set(6, generation({}));
  view.generations.set(7, generation({ number: 7, group: GREEN }));
  if (isQuarantined) view.verdicts.set("ami-0bbb", verdict);
  return {
    disturbances,
    view,
    trouble: {
      lastAt: (subject: string) => (trouble.includes(subject) ? START + 1 : -Infinity),
      wasIll: (subject: string) => trouble.includes(subject),
    },
    serving: { members: (group: string) => new Set([`i-of-${group}`]) },
    world: {
      now: () => START + 600_000,
      state: { images: new Map([["ami-0bbb", image]]), alarms: new Map() },
    },
  } as unknown as CheckerInput;
}

const failedOf = (error: string) => ({ phase: "Bake", error, reason: "-", imageAtFault: true }) as const;
const failedGate = (gate: string): RolloutRecord["gates"][number] => ({
  gate,
  verdict: "fail",
  reason: "-",
  value: "-",
  threshold: "-",
  since: null,
});
const run = (special: Partial<RolloutRecord>): RolloutRecord =>
  rollout({ startedAt: START, failure: failedOf("GateFailed"), gates: [failedGate("command")], ...special });

/** What is said of it as it ends. */
const ended = (world: World, special: Partial<RolloutRecord> = {}): string | undefined => {
  const before = run(special);
  const body = { ...before, outcome: "rolled-back", endedAt: START + 600_000 };
  return blamed().wrote?.(
    { partition: "fleet#web", sort: "rollout#web-1", before, body } as unknown as Wrote,
    inputOf(world),
  );
};

/** What is said of its image's quarantine. */
const blames = (world: World, special: Partial<RolloutRecord> = {}): string | undefined => {
  const input = inputOf(world);
  input.view.rollouts.set("web-1", run(special));
  return blamed().wrote?.(
    { partition: "images", sort: "ami-0bbb", body: verdict } as unknown as Wrote,
    input,
  );
};

const BAD = { tags: { "sim:command-exit-code": "3" } };

describe("a rollout that went back since a gate failed by its image", () => {
  test("has put it in quarantine by then", () => {
    expect(ended(BAD)).toBe(
      "web-1 has gone back, command failed, sim:command-exit-code is 3, and ami-0bbb is not in quarantine",
    );
    expect(ended({ ...BAD, isQuarantined: true })).toBeUndefined();
  });

  test("need not where blue fell ill too, what was read came late, or nobody wants it", () => {
    expect(ended({ ...BAD, trouble: ["i-of-web-g0006"] })).toBeUndefined();
    expect(ended({ ...BAD, disturbances: new Map([["stale-reads", START + 590_000]]) })).toBeUndefined();
    const declaration = { ...rollout({}).declaration, onFailure: { quarantine: false } };
    expect(ended(BAD, { declaration: declaration as RolloutRecord["declaration"] })).toBeUndefined();
  });

  test("need not for what the image does not do", () => {
    expect(ended({})).toBeUndefined();
    expect(ended(BAD, { failure: failedOf("Aborted") })).toBeUndefined();
  });
});

describe("no image is put in quarantine", () => {
  test.each(["Aborted", "Superseded", "Deadline", "NoCapacity", "Abandoned", "BothIll", "GateUnread"])(
    "by a rollout that failed as %s",
    (error) => {
      expect(blames(BAD, { failure: failedOf(error) })).toBe(
        `web-1 puts ami-0bbb in quarantine, and it failed as ${error}`,
      );
    },
  );

  test("where the declaration does not want that", () => {
    const declaration = { ...rollout({}).declaration, onFailure: { quarantine: false } };
    expect(blames(BAD, { declaration: declaration as RolloutRecord["declaration"] })).toContain(
      "does not want",
    );
  });

  test("that is good, and whose servers were well", () => {
    expect(blames({})).toBe("web-1 puts ami-0bbb in quarantine, and nothing of it was ill");
    expect(blames({ trouble: [`i-of-${GREEN}`] })).toBeUndefined();
    expect(blames(BAD)).toBeUndefined();
  });
});
