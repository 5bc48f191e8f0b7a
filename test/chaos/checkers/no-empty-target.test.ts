import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Change } from "../../../chaos/checkers/invariant.ts";
import { capacity } from "../../../chaos/checkers/invariants/capacity.ts";
import { noEmptyTarget } from "../../../chaos/checkers/invariants/no-empty-target.ts";
import { trackServing } from "../../../chaos/checkers/serving-tracker.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { A, B, LISTENER } from "../../support/rollout/fake-work.ts";

const [BLUE, GREEN] = ["web-g0006", "web-g0007"];
/** When the step read the world, and when its change arrives. */
const [READ, ARRIVES] = [10_000, 10_100];

type Turn = readonly [server: string, at: number, kind?: "target-healthy" | "target-unhealthy"];

/** What is said of giving green all of the traffic, or none, with servers that turned well or ill at these instants. */
function said(percent: number, ...turns: readonly Turn[]) {
  const view = emptyView();
  view.fleet = { capacity: { floor: 100 } } as unknown as typeof view.fleet;
  view.generations.set(6, generation({ number: 6, group: BLUE, targetGroup: A }));
  view.generations.set(7, generation({ number: 7, group: GREEN, targetGroup: B }));
  const clock = { now: 0 };
  const actions = (share: number) => [
    {
      type: "forward",
      forward: {
        targetGroups: [
          { arn: A, weight: 100 - share },
          { arn: B, weight: share },
        ],
      },
    },
  ];
  const rule = { arn: "rule", listenerArn: LISTENER, priority: "default", actions: actions(50) };
  const state = { rules: new Map([["rule", rule]]), groups: new Map([[BLUE, { desiredCapacity: 3 }]]) };
  const world = { now: () => clock.now, state } as unknown as CheckerInput["world"];
  const serving = trackServing(world, view, () => new Set([A, B]));
  serving.look();
  for (const [id, at, kind = "target-healthy"] of turns) {
    const [group, arn] = id.startsWith("b") ? [BLUE, A] : [GREEN, B];
    const launched = {
      service: "autoscaling",
      kind: "instance-launched",
      subject: id,
      at,
      detail: { group },
    };
    serving.follow(launched as never);
    serving.follow({ service: "elasticloadbalancing", kind, subject: `${arn}/${id}`, at } as never);
  }
  clock.now = ARRIVES;
  const pairs = [{ rules: [LISTENER], targetGroups: [A, B] }];
  const input = {
    plan: { fleet: { strategy: "alb-weighted", servers: 2 } },
    account: { pairs, targetGroups: [A, B] },
    othersSizes: { minimum: new Set(), desired: new Set() },
    world,
    view,
    serving,
  } as unknown as CheckerInput;
  const TargetGroups = [
    { TargetGroupArn: A, Weight: 100 - percent },
    { TargetGroupArn: B, Weight: percent },
  ];
  const change = {
    call: {
      action: "ModifyListener",
      input: {
        ListenerArn: LISTENER,
        DefaultActions: [{ Type: "forward", ForwardConfig: { TargetGroups } }],
      },
    },
    rollout: rollout({ blue: 6, green: 7, size: 2 }),
    since: READ,
  } as unknown as Change;
  return [noEmptyTarget().change?.(change, input), capacity().change?.(change, input)];
}

describe("a blue that answers nowhere is left for what there is of green", () => {
  const FAULTS = [
    "green gets traffic with 1 healthy servers, the floor is 2",
    "all traffic goes to web-g0007 of 2 servers, blue has 3",
  ];

  test("by a step that read it so, though its servers are well when the change arrives", () => {
    expect(said(100, ["g1", 0])).toEqual([undefined, undefined]);
    expect(said(100, ["g1", 0], ["b1", READ + 1], ["b2", ARRIVES])).toEqual([undefined, undefined]);
    expect(said(100, ["g1", 0], ["b1", 0], ["b1", ARRIVES, "target-unhealthy"])).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("not one of which a server has answered all the while", () => {
    expect(said(100, ["g1", 0], ["b1", READ - 1])).toEqual(FAULTS);
    expect(said(100, ["g1", 0], ["b1", 0], ["b2", READ + 1])).toEqual(FAULTS);
    // One after the other, at every instant one of them.
    expect(said(100, ["g1", 0], ["b1", 0], ["b2", READ], ["b1", ARRIVES, "target-unhealthy"])).toEqual(
      FAULTS,
    );
  });
});

test("traffic goes back to a blue of which none answers only where none of green's did", () => {
  const fault = "traffic goes back to a blue without a healthy server, green has 1";
  expect(said(0, ["g1", 0])[0]).toBe(fault);
  expect(said(0, ["g1", READ + 1])[0]).toBeUndefined();
});
