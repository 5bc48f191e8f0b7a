import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Wrote } from "../../../chaos/checkers/invariant.ts";
import { blamesFairly } from "../../../chaos/checkers/invariants/outcomes/blames-fairly.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { A, ALB, B, GREEN } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const declaration = {
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: ALB,
  gates: [{ kind: "alarm", alarms: ["sad"] }],
} as FleetDeclaration;
const health = {
  phase: "Bake",
  error: "GateFailed",
  reason: "0 healthy",
  imageAtFault: true,
  ofHealth: true,
} as const;
const rang = { ...health, reason: "sad rings", ofHealth: undefined };

interface World {
  readonly record: Partial<RolloutRecord>;
  readonly blue?: { readonly state: string; readonly stateSince: number };
  readonly rangAt?: number;
  readonly disturbances?: Map<string, number>;
  readonly lifted?: object | null;
}

function judged({
  record,
  blue,
  rangAt,
  disturbances = new Map(),
  lifted = null,
}: World): string | undefined {
  const run = rollout({ declaration, blue: 6, green: 7, ...record } as Partial<RolloutRecord>);
  const alarms = new Map([["sad", { state: "ALARM" }]]);
  const clock = { now: rangAt ?? 0 };
  const input = {
    account: { targetGroups: [A, B] },
    plan: { fleet: { strategy: "alb-weighted" } },
    serving: { members: () => new Set(["i-1"]) },
    disturbances,
    view: {
      rollouts: new Map([["web-1", run]]),
      generations: new Map([
        [6, generation({ number: 6, targetGroup: A })],
        [7, generation({ number: 7, group: GREEN, targetGroup: B })],
      ]),
    },
    world: {
      now: () => clock.now,
      state: {
        alarms,
        targetGroups: new Map([[A, { targets: new Map(blue ? [["i-1", { id: "i-1", ...blue }]] : []) }]]),
      },
    },
  } as unknown as CheckerInput;
  const { worldEvent, wrote } = blamesFairly();
  if (rangAt !== undefined)
    worldEvent?.({ service: "monitoring", kind: "alarm-state-changed", subject: "sad" } as never, input);
  clock.now = NOW;
  const body = { imageId: "ami-0bbb", rollout: "web-1", lifted };
  return wrote?.({ partition: "images", sort: "ami-0bbb", body } as unknown as Wrote, input);
}

describe("for ill health", () => {
  const ill = { state: "unhealthy", stateSince: NOW - 60_001 };
  test("no image is blamed while blue answers nowhere", () => {
    expect(judged({ record: { failure: health }, blue: ill })).toMatch(
      /each of the 1 servers of .* unhealthy, too/,
    );
    expect(judged({ record: { failure: health }, blue: { ...ill, state: "healthy" } })).toBeUndefined();
    expect(
      judged({ record: { failure: health }, blue: { ...ill, stateSince: NOW - 60_000 } }),
    ).toBeUndefined();
    expect(judged({ record: { failure: health } })).toBeUndefined();
  });

  test("but where what was read may be old", () => {
    const late = (ago: number) => new Map([["stale-reads", NOW - ago]]);
    const at = (ago: number) => judged({ record: { failure: health }, blue: ill, disturbances: late(ago) });
    expect(at(299_999)).toBeUndefined();
    expect(at(300_000)).toMatch(/unhealthy, too/);
  });

  test("a lift blames nobody", () => {
    expect(judged({ record: { failure: health }, blue: ill, lifted: {} })).toBeUndefined();
  });
});

describe("for an alarm", () => {
  const gates = [
    { gate: "alarm", verdict: "fail" as const, reason: "", value: "", threshold: "", since: null },
  ];
  const at = (first: number | undefined, rangAt: number) =>
    judged({
      record: {
        failure: rang as never,
        gates,
        milestones: first === undefined ? {} : { "first-traffic": first },
      },
      rangAt,
    });

  test("no image is blamed that rang before green had traffic", () => {
    expect(at(500_000, 479_999)).toMatch(/sad began to ring before green had traffic/);
    expect(at(500_000, 480_000)).toBeUndefined();
    expect(at(undefined, 480_000)).toMatch(/green has had no traffic/);
  });

  test("and another gate that failed is judged by itself", () => {
    const other = [{ ...gates[0], gate: "command" }] as never;
    const record = { failure: rang as never, gates: other, milestones: { "first-traffic": 500_000 } };
    expect(judged({ record, rangAt: 1 })).toBeUndefined();
  });
});
