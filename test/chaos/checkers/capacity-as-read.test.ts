import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Change } from "../../../chaos/checkers/invariant.ts";
import { capacity } from "../../../chaos/checkers/invariants/capacity.ts";
import { trackServing } from "../../../chaos/checkers/serving-tracker.ts";
import { carryingNow } from "../../../chaos/checkers/carrying.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { A, B, LISTENER } from "../../support/rollout/fake-work.ts";

const SECOND = 1000;
const RULE = `${LISTENER}/default`;
const BLUES = ["b1", "b2"];
const GREENS = ["g1", "g2"];

/** Two servers of blue's behind A, which has nearly all the traffic, two of green's behind B; the floor is two. */
function open() {
  const clock = { now: 3_600_000 };
  const forward = (a: number, b: number) => [
    { arn: A, weight: a },
    { arn: B, weight: b },
  ];
  const action = { type: "forward", forward: { targetGroups: forward(99, 1), stickiness: undefined } };
  const rule = { arn: RULE, listenerArn: LISTENER, priority: "default", actions: [action] };
  const targets = new Map([A, B].map((arn) => [arn, { targets: new Map<string, object>() }]));
  const state = {
    groups: new Map(),
    targetGroups: targets,
    rules: new Map([[RULE, rule]]),
    listeners: new Map([[LISTENER, {}]]),
  };
  const world = { now: () => clock.now, state } as unknown as CheckerInput["world"];
  const account = { pairs: [{ rules: [LISTENER], targetGroups: [A, B] }], targetGroups: [A, B] };
  const fleet = { strategy: "alb-weighted", servers: 2 } as unknown as CheckerInput["plan"]["fleet"];
  const view = emptyView();
  view.fleet = { capacity: { floor: 100 } } as unknown as typeof view.fleet;
  view.generations.set(6, generation({ number: 6, targetGroup: A }));
  view.generations.set(7, generation({ number: 7, group: "web-g0007", targetGroup: B, state: "launching" }));
  const record = rollout({ id: "web-1", size: 2, blue: 6, green: 7 });
  view.rollouts.set("web-1", record);
  const serving = trackServing(world, view, () => carryingNow(world, account as never, fleet));
  const othersSizes = { minimum: new Set(), desired: new Set() };
  const plan = { fleet };
  const more = { othersSizes, interference: [], scheduled: [], plan };
  const input = { ...more, world, account, view, serving } as unknown as CheckerInput;
  const checker = capacity();
  const happens = (kind: string, subject: string): string | undefined => {
    const happened = { service: "elasticloadbalancing", kind, subject, at: clock.now } as never;
    serving.follow(happened);
    serving.look();
    return checker.worldEvent?.(happened, input);
  };
  const put = (state: string) => (id: string) => {
    const arn = BLUES.includes(id) ? A : B;
    targets.get(arn)?.targets.set(id, { id, state });
    return happens(`target-${state}`, `${arn}/${id}`);
  };
  const [heal, sicken] = [put("healthy"), put("unhealthy")];
  for (const id of BLUES)
    serving.follow({
      service: "autoscaling",
      kind: "instance-launched",
      subject: id,
      detail: { group: "web-g0006" },
    } as never);
  for (const id of GREENS)
    serving.follow({
      service: "autoscaling",
      kind: "instance-launched",
      subject: id,
      detail: { group: "web-g0007" },
    } as never);
  for (const id of [...BLUES, ...GREENS]) heal(id);
  return {
    heal,
    sicken,
    later: (seconds: number) => (clock.now += seconds * SECOND),
    /** A step that began a second ago gives these weights. */
    sets: (a: number, b: number): string | undefined => {
      const TargetGroups = forward(a, b).map(({ arn: TargetGroupArn, weight: Weight }) => ({
        TargetGroupArn,
        Weight,
      }));
      const DefaultActions = [{ Type: "forward", ForwardConfig: { TargetGroups } }];
      const since = clock.now - SECOND;
      const call = { action: "ModifyListener", input: { ListenerArn: LISTENER, DefaultActions } };
      const change = {
        call,
        invocation: { startedAt: since },
        rollout: record,
        retirement: undefined,
        since,
      };
      const decided = checker.change?.(change as unknown as Change, input);
      action.forward.targetGroups = forward(a, b);
      return decided ?? happens("rule-modified", RULE);
    },
  };
}

const BELOW = "1 servers are in traffic, the floor is 2";

test("a server that stops to answer while the step is under way is not moult's loss", () => {
  const fleet = open();
  fleet.later(60);
  expect(fleet.sicken("g1")).toBeUndefined();
  expect(fleet.sets(0, 100)).toBeUndefined();
});

test("one that had stopped before it began is", () => {
  const fleet = open();
  fleet.sicken("g1");
  fleet.later(60);
  expect(fleet.sets(0, 100)).toBe(BELOW);
});

test("a blue that answers nowhere is left for what there is of green, though it recovers while the step is under way", () => {
  const fleet = open();
  for (const id of [...BLUES, "g1"]) fleet.sicken(id);
  fleet.later(60);
  for (const id of BLUES) fleet.heal(id);
  expect(fleet.sets(0, 100)).toBeUndefined();
  fleet.later(60);
  expect(fleet.sets(100, 0)).toBeUndefined();
});

test("one that has recovered before the step began is not", () => {
  const fleet = open();
  for (const id of [...BLUES, "g1"]) fleet.sicken(id);
  fleet.later(60);
  for (const id of BLUES) fleet.heal(id);
  fleet.later(2);
  expect(fleet.sets(0, 100)).toBe(BELOW);
});
