import { expect, test } from "vitest";
import { targetGroup } from "../../../src/domain/traffic-strategies/target-group.ts";
import { mayStickTo, stickiness } from "../../../src/domain/traffic-strategies/weights.ts";
import type { ListenerAction, ObservedTraffic } from "../../../src/domain/traffic-strategy.ts";
import { A, B, forward, THIRD } from "../../support/domain/traffic-strategies/listener.ts";

const observed = (
  stick: object | undefined,
  action: ListenerAction = forward({ [A]: 0, [B]: 100 }),
): ObservedTraffic => ({
  kind: "actions",
  actions: [
    { Type: "authenticate-oidc" },
    { ...action, ForwardConfig: { ...action.ForwardConfig, TargetGroupStickinessConfig: stick } },
  ],
});
const FOR_TEN_MINUTES = { Enabled: true, DurationSeconds: 600 };

test("clients may stick to each group that is named, whatever its weight, and to no other", () => {
  const sticky = observed(FOR_TEN_MINUTES);
  expect([A, B, THIRD, null].map((each) => mayStickTo(sticky, each))).toEqual([true, true, false, false]);
});

test.each([
  ["it is off", { Enabled: false, DurationSeconds: 600 }, 0],
  ["it is not declared", undefined, 0],
  ["it has no duration", { Enabled: true }, 0],
  ["it is on", FOR_TEN_MINUTES, 600],
])("stickiness, when %s", (_what, config, seconds) => {
  expect([stickiness(observed(config)), mayStickTo(observed(config), A)]).toEqual([seconds, seconds > 0]);
});

test("no client sticks where no action forwards, nor where servers attach themselves", () => {
  const fixed: ObservedTraffic = { kind: "actions", actions: [{ Type: "fixed-response" }] };
  expect([stickiness(fixed), mayStickTo(fixed, A)]).toEqual([0, false]);
  const attached = { kind: "attachments", groups: [] } as unknown as ObservedTraffic;
  expect([stickiness(attached), mayStickTo(attached, A)]).toEqual([0, false]);
});

test("what serves a target group is read from the groups that attach to it", () => {
  expect(targetGroup.source({ strategy: "target-group", targetGroup: A } as never)).toEqual({
    kind: "attachments",
    targetGroup: A,
  });
});
