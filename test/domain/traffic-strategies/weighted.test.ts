import { describe, expect, test } from "vitest";
import { albWeighted } from "../../../src/domain/traffic-strategies/alb-weighted.ts";
import { nlbWeighted } from "../../../src/domain/traffic-strategies/nlb-weighted.ts";
import { stickiness } from "../../../src/domain/traffic-strategies/weights.ts";
import type { ListenerAction } from "../../../src/domain/traffic-strategy.ts";
import {
  A,
  ALB,
  B,
  FIRST,
  forward,
  NLB,
  SIDES,
  THIRD,
  weights,
} from "../../support/domain/traffic-strategies/listener.ts";

const change = (actions: readonly ListenerAction[], percent: number, sides = SIDES) => {
  const [made, ...more] = albWeighted.change(ALB, { kind: "actions", actions }, { percent, sides });
  expect(more).toEqual([]);
  return made?.kind === "write-actions" ? made.actions : undefined;
};
const read = (actions: readonly ListenerAction[], sides = SIDES) =>
  albWeighted.read(ALB, { kind: "actions", actions }, sides);

describe("change", () => {
  test("gives green its share beside blue", () => {
    expect(change([forward({ [A]: 100, [B]: 0 })], 10)).toEqual([forward({ [A]: 90, [B]: 10 })]);
    expect(change([forward({ [A]: 90, [B]: 10 })], 100)).toEqual([forward({ [A]: 0, [B]: 100 })]);
    expect(change([forward({ [A]: 0, [B]: 100 })], 0)).toEqual([forward({ [A]: 100, [B]: 0 })]);
  });

  test("names green where the action is a bare target group, as a listener begins", () => {
    const bare = [{ Type: "forward", TargetGroupArn: A }];
    expect(change(bare, 0)).toEqual([forward({ [A]: 100, [B]: 0 })]);
    expect(change(bare, 25)).toEqual([forward({ [A]: 75, [B]: 25 })]);
  });

  test("is none when green has the share already", () => {
    expect(change([forward({ [A]: 9, [B]: 1 })], 10)).toBeUndefined();
  });

  test("leaves third target groups as they are, and moves only what the pair has together", () => {
    const actions = [forward({ [A]: 30, [THIRD]: 170 })];
    expect(change(actions, 10)).toEqual([forward({ [A]: 27, [B]: 3, [THIRD]: 170 })]);
    expect(change(actions, 100)).toEqual([forward({ [A]: 0, [B]: 30, [THIRD]: 170 })]);
  });

  test("keeps stickiness and the actions before and after", () => {
    const authenticate = { Type: "authenticate-oidc", Order: 1, AuthenticateOidcConfig: { ClientId: "x" } };
    const sticky = { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 3600 } };
    const forwards = forward({ [A]: 100 });
    const actions = [
      authenticate,
      { ...forwards, Order: 2, ForwardConfig: { ...forwards.ForwardConfig, ...sticky } },
    ];
    expect(change(actions, 50)).toEqual([
      authenticate,
      {
        Type: "forward",
        Order: 2,
        ForwardConfig: { TargetGroups: weights({ [A]: 50, [B]: 50 }), ...sticky },
      },
    ]);
  });

  test("is none where there is no forward action any more", () => {
    expect(change([{ Type: "fixed-response" }], 50)).toBeUndefined();
  });

  test("a small weight beside others never makes a step all or nothing", () => {
    const small = [forward({ [A]: 7, [THIRD]: 93 })];
    expect(change(small, 1)).toEqual([forward({ [A]: 6, [B]: 1, [THIRD]: 93 })]);
    expect(change(small, 99)).toEqual([forward({ [A]: 1, [B]: 6, [THIRD]: 93 })]);
    expect(change([forward({ [A]: 1, [THIRD]: 1 })], 50)).toEqual([forward({ [A]: 1, [B]: 0, [THIRD]: 1 })]);
  });

  test("a first generation takes over from the other target group of the pair", () => {
    expect(change([{ Type: "forward", TargetGroupArn: A }], 100, FIRST)).toEqual([
      forward({ [A]: 0, [B]: 100 }),
    ]);
    expect(change([forward({ [B]: 1 })], 100, FIRST)).toBeUndefined();
  });
});

describe("read", () => {
  test.each([
    [{ [A]: 90, [B]: 10 }, 10],
    [{ [A]: 1, [B]: 1 }, 50],
    [{ [A]: 100 }, 0],
    [{ [B]: 1 }, 100],
    [{ [A]: 27, [B]: 3, [THIRD]: 170 }, 10],
    [{ [A]: 998, [B]: 1 }, 1],
    [{ [A]: 1, [B]: 998 }, 99],
  ])("%o is %i%%", (shares, percent) => {
    expect(read([forward(shares)])).toEqual({ percent });
  });

  test("a bare target group has all", () => {
    expect(read([{ Type: "forward", TargetGroupArn: A }])).toEqual({ percent: 0 });
    expect(read([{ Type: "forward", TargetGroupArn: B }])).toEqual({ percent: 100 });
  });

  test("the nearest weight beside others reads as the step it was written for", () => {
    // 10% of 7 is written as 1, which is 14%.
    expect(read([forward({ [A]: 6, [B]: 1, [THIRD]: 93 })])).toEqual({ percent: 10 });
  });

  test("a first generation has nothing while the other target group is the one that is named", () => {
    expect(read([{ Type: "forward", TargetGroupArn: A }], FIRST)).toEqual({ percent: 0 });
    expect(read([forward({ [B]: 1 })], FIRST)).toEqual({ percent: 100 });
  });

  test.each([
    [[{ Type: "redirect" }], "the rule has no forward action any more"],
    [[forward({ [THIRD]: 1 })], "neither of the fleet's target groups has any weight"],
    [[forward({ [A]: 0, [B]: 0 })], "neither of the fleet's target groups has any weight"],
    [[{ Type: "forward" }], "neither of the fleet's target groups has any weight"],
  ])("%j cannot be read", (actions, unreadable) => {
    expect(read(actions)).toEqual({ unreadable });
  });

  test("what was not read is no reading, and leads to no change", () => {
    const nothing = { kind: "nothing" } as const;
    expect(albWeighted.read(ALB, nothing, SIDES)).toEqual({ unreadable: "the rule was not read" });
    expect(albWeighted.change(ALB, nothing, { percent: 50, sides: SIDES })).toEqual([]);
  });
});

test("green is launched into the target group that blue is not in", () => {
  const into = (blue: string | null) => albWeighted.launchTargetGroup(ALB, blue);
  expect([into(A), into(B), into(null), into(THIRD)]).toEqual([B, A, A, A]);
});

test.each([
  [[forward({ [A]: 1 })], 0],
  [
    [
      {
        Type: "forward",
        ForwardConfig: { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } },
      },
    ],
    60,
  ],
  [
    [
      {
        Type: "forward",
        ForwardConfig: { TargetGroupStickinessConfig: { Enabled: false, DurationSeconds: 60 } },
      },
    ],
    0,
  ],
  [[{ Type: "redirect" }], 0],
])("clients stick to blue: %j", (actions, seconds) => {
  expect(stickiness({ kind: "actions", actions })).toBe(seconds);
});

test("the two differ in where the weights are", () => {
  expect(albWeighted.source(ALB)).toEqual({ kind: "actions", arn: ALB.rule });
  expect(nlbWeighted.source(NLB)).toEqual({ kind: "actions", arn: NLB.listener });
  const bare = { kind: "actions" as const, actions: [{ Type: "forward", TargetGroupArn: A }] };
  expect(nlbWeighted.change(NLB, bare, { percent: 50, sides: SIDES })).toEqual([
    { kind: "write-actions", arn: NLB.listener, actions: [forward({ [A]: 50, [B]: 50 })] },
  ]);
});

describe("one rule of several actions", () => {
  const authenticate = { Type: "authenticate-oidc", Order: 1 };

  test("keeps an action that forwards nothing as it is", () => {
    const actions = [authenticate, forward({ [A]: 100, [B]: 0 })];
    expect(change(actions, 10)).toEqual([authenticate, forward({ [A]: 90, [B]: 10 })]);
    expect(read(actions)).toEqual({ percent: 0 });
  });

  test("names a target group that is not in it yet, though nothing moves", () => {
    expect(change([authenticate, forward({ [A]: 100 })], 0)).toEqual([
      authenticate,
      forward({ [A]: 100, [B]: 0 }),
    ]);
    expect(change([authenticate, forward({ [A]: 100, [B]: 0 })], 0)).toBeUndefined();
    expect(change([{ Type: "forward", TargetGroupArn: A }], 0)).toEqual([forward({ [A]: 100, [B]: 0 })]);
  });

  test("keeps stickiness, which is told in seconds, and nothing of an action that does not forward", () => {
    const TargetGroupStickinessConfig = { Enabled: true, DurationSeconds: 60 };
    const odd = { Type: "redirect", ForwardConfig: { TargetGroupStickinessConfig } };
    expect(stickiness({ kind: "actions", actions: [odd] })).toBe(0);
    expect(stickiness({ kind: "nothing" })).toBe(0);
    const sticky = { Type: "forward", ForwardConfig: { TargetGroupStickinessConfig } };
    expect(stickiness({ kind: "actions", actions: [odd, sticky] })).toBe(60);
  });
});

test("the way back is one call, and each strategy has its name", () => {
  expect([albWeighted.rollbackSteps, nlbWeighted.rollbackSteps]).toEqual([[0], [0]]);
  expect([albWeighted.strategy, nlbWeighted.strategy]).toEqual(["alb-weighted", "nlb-weighted"]);
});

test("a green without target group has no weight to be given", () => {
  const sides = { ...SIDES, green: { group: "web-g0002", targetGroup: null } };
  const observed = { kind: "actions" as const, actions: [forward({ [A]: 100 })] };
  expect(albWeighted.change(ALB, observed, { percent: 10, sides })).toEqual([]);
});
