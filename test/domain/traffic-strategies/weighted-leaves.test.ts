import { expect, test } from "vitest";
import { albWeighted } from "../../../src/domain/traffic-strategies/alb-weighted.ts";
import type { ListenerAction } from "../../../src/domain/traffic-strategy.ts";
import { A, ALB, B, forward, SIDES } from "../../support/domain/traffic-strategies/listener.ts";

const sticky = (shares: Readonly<Record<string, number>>): ListenerAction => {
  const action = forward(shares);
  const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 600 };
  return { ...action, ForwardConfig: { ...action.ForwardConfig, TargetGroupStickinessConfig } };
};
const leave = (action: ListenerAction, percent: number, leaves: "blue" | "green") =>
  albWeighted.change(ALB, { kind: "actions", actions: [action] }, { percent, sides: SIDES, leaves });

test("where clients stick, the side that goes for good is named no more", () => {
  expect(leave(sticky({ [A]: 0, [B]: 100 }), 100, "blue")).toMatchObject([
    { actions: [sticky({ [B]: 100 })] },
  ]);
  expect(leave(sticky({ [A]: 50, [B]: 50 }), 0, "green")).toMatchObject([
    { actions: [sticky({ [A]: 100 })] },
  ]);
});

test("it is left out once", () => {
  expect(leave(sticky({ [B]: 100 }), 100, "blue")).toEqual([]);
});

test("where no client sticks, weight 0 is enough", () => {
  expect(leave(forward({ [A]: 0, [B]: 100 }), 100, "blue")).toEqual([]);
  expect(leave(forward({ [A]: 50, [B]: 50 }), 0, "green")).toMatchObject([
    { actions: [forward({ [A]: 100, [B]: 0 })] },
  ]);
});

test("an action that names no target groups is left as it is when one leaves", () => {
  const login: ListenerAction = { Type: "authenticate-oidc", Order: 1 };
  const actions = [login, sticky({ [A]: 0, [B]: 100 })];
  const move = { percent: 100, sides: SIDES, leaves: "blue" } as const;
  expect(albWeighted.change(ALB, { kind: "actions", actions }, move)).toMatchObject([
    { actions: [login, sticky({ [B]: 100 })] },
  ]);
});
