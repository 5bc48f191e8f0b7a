import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Change } from "../../../chaos/checkers/invariant.ts";
import { capacity } from "../../../chaos/checkers/invariants/capacity.ts";
import { trackServing } from "../../../chaos/checkers/serving-tracker.ts";
import { carryingNow } from "../../../chaos/checkers/carrying.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import type { Entry } from "../../../src/ledger/entries.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const [BLUE, GREEN, TARGETS] = ["web-g0006", "web-g0007", "tg"];
const SECOND = 1000;

interface Fleet {
  readonly strategy: "none" | "target-group";
  readonly run?: Partial<RolloutRecord>;
  readonly scheduled?: readonly { readonly at: number; readonly servers: number }[];
}

/** A fleet of two of blue's servers and two of green's, all well and in service, and what the checker says of it. */
function open({ strategy, run = {}, scheduled = [] }: Fleet) {
  const clock = { now: 3_600_000 };
  const groups = new Map<string, GroupNow>();
  const targets = new Map<string, { id: string; state: string }>();
  const state = { groups, targetGroups: new Map([[TARGETS, { targets }]]), rules: new Map() };
  const world = { now: () => clock.now, state } as unknown as CheckerInput["world"];
  const account = { pairs: [], targetGroups: [TARGETS] } as unknown as CheckerInput["account"];
  const fleet = { strategy, servers: 2 } as unknown as CheckerInput["plan"]["fleet"];
  const view = emptyView();
  view.fleet = { capacity: { floor: 100 } } as unknown as typeof view.fleet;
  view.generations.set(6, generation({ number: 6, group: BLUE }));
  view.generations.set(7, generation({ number: 7, group: GREEN, state: "launching" }));
  const record = rollout({ id: "web-1", size: 2, blue: 6, green: 7, ...run });
  view.rollouts.set("web-1", record);
  const serving = trackServing(world, view, () => carryingNow(world, account, fleet));
  const input = {
    plan: { fleet },
    othersSizes: { minimum: new Set(), desired: new Set() },
    interference: [],
    scheduled,
    world,
    account,
    view,
    serving,
  } as unknown as CheckerInput;
  const checker = capacity();
  const happens = (kind: string, subject: string, group = BLUE): string | undefined => {
    const service = kind.startsWith("target-") ? "elasticloadbalancing" : "autoscaling";
    const happened = { service, kind, subject, at: clock.now, detail: { group } } as const;
    serving.follow(happened as never);
    serving.look();
    return checker.worldEvent?.(happened as never, input);
  };
  const enter = (id: string, group: string): string | undefined => {
    groups.get(group)?.instances.set(id, { lifecycleState: "InService" });
    targets.set(id, { id, state: "healthy" });
    const target = happens("target-healthy", `${TARGETS}/${id}`, group);
    return happens("instance-in-service", id, group) ?? target;
  };
  for (const name of [BLUE, GREEN])
    groups.set(name, {
      name,
      desiredCapacity: 2,
      instances: new Map(),
      targetGroupArns: name === BLUE ? [TARGETS] : [],
      trafficSources: new Map(),
    });
  for (const [id, group] of [
    ["b1", BLUE],
    ["b2", BLUE],
  ] as const)
    enter(id, group);
  const leave = (id: string, group: string): string | undefined => {
    groups.get(group)?.instances.set(id, { lifecycleState: "Terminating:Wait" });
    targets.delete(id);
    const target = happens("target-draining", `${TARGETS}/${id}`, group);
    return happens("instance-terminating", id, group) ?? target;
  };
  const asks = (action: string, more: Record<string, unknown>): string | undefined => {
    const change = {
      call: { action, input: { AutoScalingGroupName: BLUE, ...more } },
      invocation: { startedAt: clock.now - SECOND },
      rollout: record,
      retirement: undefined,
      since: clock.now - SECOND,
    };
    return checker.change?.(change as unknown as Change, input);
  };
  return {
    asks,
    enter,
    leave,
    /** The server ends, past its group. */
    vanish: (id: string, group: string) => [happens("instance-shutting-down", id, group), leave(id, group)],
    decided: (action: string) => view.decisions.set("web-1", [{ action, at: clock.now } as Entry]),
    deletes: (name: string) => groups.delete(name),
    later: (seconds: number) => (clock.now += seconds * SECOND),
    attach: (name: string) => {
      const group = groups.get(name);
      if (group) group.targetGroupArns = [TARGETS];
      for (const other of groups.values()) if (other !== group) other.targetGroupArns = [];
      serving.look();
    },
  };
}

interface GroupNow {
  readonly name: string;
  readonly desiredCapacity: number;
  readonly instances: Map<string, { lifecycleState: string }>;
  targetGroupArns: string[];
  readonly trafficSources: Map<string, { state: string }>;
}

const BELOW = "1 servers are in traffic, the floor is 2";

describe("a server that ends past its group", () => {
  test("is nobody's of moult's, though moult took the group out of traffic a moment ago", () => {
    const fleet = open({ strategy: "target-group" });
    expect(fleet.asks("DetachTrafficSources", {})).toBeUndefined();
    fleet.later(60);
    expect(fleet.vanish("b1", BLUE)).toEqual([undefined, undefined]);
  });

  test("one that its group ends is moult's then", () => {
    const fleet = open({ strategy: "target-group" });
    fleet.asks("DetachTrafficSources", {});
    fleet.later(60);
    expect(fleet.leave("b1", BLUE)).toBe(BELOW);
  });

  test("but not where moult has given the group its traffic back", () => {
    const fleet = open({ strategy: "target-group" });
    fleet.asks("DetachTrafficSources", {});
    fleet.later(60);
    fleet.asks("AttachTrafficSources", {});
    fleet.later(60);
    expect(fleet.leave("b1", BLUE)).toBeUndefined();
  });
});

describe("where servers pull", () => {
  const withGreen = (run: Partial<RolloutRecord> = {}) => {
    const fleet = open({ strategy: "none", run });
    fleet.vanish("b1", BLUE);
    for (const id of ["g1", "g2"]) expect(fleet.enter(id, GREEN)).toBeUndefined();
    return fleet;
  };

  test("what is lost of blue is not made good by a green that is not proved: it may go at once", () => {
    const fleet = withGreen();
    fleet.asks("UpdateAutoScalingGroup", { AutoScalingGroupName: GREEN, DesiredCapacity: 0 });
    fleet.later(1);
    expect(fleet.leave("g1", GREEN)).toBeUndefined();
    expect(fleet.leave("g2", GREEN)).toBeUndefined();
  });

  test("nor by one that fails once it was proved", () => {
    const fleet = withGreen({ failure: { error: "GateFailed" } as RolloutRecord["failure"] });
    fleet.decided("ValidateGreen passed");
    fleet.asks("UpdateAutoScalingGroup", { AutoScalingGroupName: GREEN, DesiredCapacity: 0 });
    fleet.later(1);
    for (const id of ["g1", "g2"]) expect(fleet.leave(id, GREEN)).toBeUndefined();
  });

  test("one that is proved works on until blue has the floor", () => {
    const removals = { [GREEN]: { toZeroAt: 1 } } as unknown as RolloutRecord["removals"];
    const fleet = withGreen({ removals });
    fleet.decided("ValidateGreen passed");
    fleet.enter("g1", GREEN);
    fleet.asks("UpdateAutoScalingGroup", { AutoScalingGroupName: GREEN, DesiredCapacity: 0 });
    fleet.later(1);
    expect(fleet.leave("g1", GREEN)).toBeUndefined();
    expect(fleet.leave("g2", GREEN)).toBe(BELOW);
  });
});

test("a green that keeps all traffic, as blue's group is gone, shrinks by its schedule", () => {
  const scheduled = [{ at: 0, servers: 1 }];
  const failure = { error: "BlueGone" } as RolloutRecord["failure"];
  const fleet = open({ strategy: "target-group", run: { failure }, scheduled });
  const shrink = { AutoScalingGroupName: GREEN, DesiredCapacity: 1 };
  fleet.attach(GREEN);
  fleet.later(10);
  expect(fleet.asks("UpdateAutoScalingGroup", shrink)).toMatch(/shrinks before it is read/);
  fleet.deletes(BLUE);
  expect(fleet.asks("UpdateAutoScalingGroup", shrink)).toBeUndefined();
});
