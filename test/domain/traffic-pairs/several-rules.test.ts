import { describe, expect, test } from "vitest";
import { strategyOf } from "../../../src/domain/strategy-kinds.ts";
import {
  exceptAhead,
  exceptAsRead,
  exceptOnRollback,
  isAhead,
  isAsSet,
  keptAhead,
  rulesRead,
  rulesSet,
} from "../../../src/domain/traffic-pairs/as-set.ts";
import { leastShare, shownReading, togetherRead } from "../../../src/domain/traffic-pairs/fleet-traffic.ts";
import { trafficPlaceOf, trafficPlaceReason } from "../../../src/domain/traffic-place.ts";
import { trafficSettings } from "../../../src/domain/traffic-settings.ts";
import type { ListenerAction } from "../../../src/domain/traffic-strategy.ts";

const ELB = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
const listener = (balancer: string, port: number) => `${ELB}:listener/app/${balancer}/1/${port}`;
const [HTTP, HTTPS, INNER] = [listener("web", 80), listener("web", 443), listener("inner", 80)];
const group = (name: string) => `${ELB}:targetgroup/${name}/1`;
const [A, B, C, D] = [group("a"), group("b"), group("c"), group("d")];

const TRAFFIC = trafficSettings.parse({
  strategy: "alb-weighted",
  steps: ["10%", "100%"],
  pairs: [
    { rules: [HTTP, HTTPS], targetGroups: [A, B] },
    { rules: [INNER], targetGroups: [C, D] },
  ],
});
const STRATEGY = strategyOf(TRAFFIC);
/** Blue is where a person left it: in the second target group of the one pair, and the first of the other. */
const SIDES = {
  blue: { group: "web-g0001", targetGroups: [C, B] },
  green: { group: "web-g0002", targetGroups: [A, D] },
};
const forward = (shares: Readonly<Record<string, number>>): ListenerAction[] => [
  {
    Type: "forward",
    ForwardConfig: {
      TargetGroups: Object.entries(shares).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
    },
  },
];
const seen = (http: number, https: number | null, inner: number) => ({
  kind: "actions" as const,
  rules: [
    { arn: HTTP, actions: forward({ [A]: http, [B]: 100 - http }) },
    { arn: HTTPS, actions: https === null ? null : forward({ [A]: https, [B]: 100 - https }) },
    { arn: INNER, actions: forward({ [C]: 100 - inner, [D]: inner }) },
  ],
});
const weightsOf = (changes: ReturnType<typeof STRATEGY.change>) =>
  changes.map((change) =>
    change.kind === "write-actions"
      ? [change.arn, change.actions[0]?.ForwardConfig?.TargetGroups?.map(({ Weight }) => Weight)]
      : change,
  );

describe("a fleet of three rules and two pairs", () => {
  test("is read at all of them, in their order, and launched into the idle target group of each pair", () => {
    expect(STRATEGY.source).toEqual({ kind: "actions", arns: [HTTP, HTTPS, INNER] });
    expect(STRATEGY.launchTargetGroups([C, B])).toEqual([A, D]);
    expect(STRATEGY.launchTargetGroups([])).toEqual([A, C]);
  });

  test("has the share of the rule that gives green most", () => {
    expect(STRATEGY.read(seen(10, 10, 10), SIDES)).toMatchObject({ percent: 10 });
    const apart = STRATEGY.read(seen(10, 0, 50), SIDES);
    expect(apart).toEqual({
      percent: 50,
      byRule: [
        { arn: HTTP, percent: 10 },
        { arn: HTTPS, percent: 0 },
        { arn: INNER, percent: 50 },
      ],
    });
    expect("percent" in apart && leastShare(apart)).toBe(0);
    expect(shownReading(apart)).toBe(`10% in ${HTTP}, 0% in ${HTTPS}, 50% in ${INNER}`);
    expect(shownReading(STRATEGY.read(seen(10, 10, 10), SIDES))).toBe("10%");
  });

  test("is changed where it differs, each rule with its own pair", () => {
    expect(weightsOf(STRATEGY.change(seen(0, 10, 0), { percent: 10, sides: SIDES }))).toEqual([
      [HTTP, [90, 10]],
      [INNER, [90, 10]],
    ]);
    const except = new Map([
      [HTTP, 50],
      [INNER, null],
    ]);
    expect(weightsOf(STRATEGY.change(seen(0, 0, 0), { percent: 10, sides: SIDES, except }))).toEqual([
      [HTTP, [50, 50]],
      [HTTPS, [90, 10]],
    ]);
  });

  test("goes on without a rule that is gone, and waits for one that cannot be read", () => {
    expect(STRATEGY.read(seen(10, null, 10), SIDES)).toEqual({
      percent: 10,
      byRule: [
        { arn: HTTP, percent: 10 },
        { arn: INNER, percent: 10 },
      ],
    });
    expect(weightsOf(STRATEGY.change(seen(10, null, 10), { percent: 0, sides: SIDES }))).toHaveLength(2);
    const unreadable = { unreadable: "the rule has no forward action any more" };
    const readings = [
      { arn: HTTP, reading: { percent: 10 } },
      { arn: HTTPS, reading: unreadable },
    ];
    expect(togetherRead(readings, "all")).toEqual(unreadable);
    expect(togetherRead(readings, "readable")).toMatchObject({ percent: 10 });
    const back = [{ arn: HTTP, reading: { percent: 0 } }, readings[1] ?? { arn: HTTPS, reading: null }];
    expect(togetherRead(back, "readable")).toEqual(unreadable);
    expect(togetherRead([{ arn: HTTP, reading: null }], "readable")).toEqual({
      unreadable: "no rule of the fleet is there any more",
    });
  });
});

describe("what is written down of each rule", () => {
  const arns = [HTTP, HTTPS];
  const before = { step: 1, setPercent: 10, setAt: 5, observedPercent: 10, agreeingReads: 1 };
  const read = (http: number, https: number) => ({
    percent: Math.max(http, https),
    byRule: [
      { arn: HTTP, percent: http },
      { arn: HTTPS, percent: https },
    ],
  });

  test("is what it was set to; of a fleet with one rule nothing", () => {
    expect(rulesSet([HTTP], 50, { before })).toEqual({});
    expect(rulesSet(arns, 50, { before, except: new Map([[HTTPS, 80]]) })).toEqual({
      rules: {
        [HTTP]: { setPercent: 50, observedPercent: null },
        [HTTPS]: { setPercent: 80, observedPercent: null },
      },
    });
    const left = rulesSet(arns, 0, { before, except: new Map([[HTTPS, null]]) });
    expect(left.rules?.[HTTPS]).toEqual({ setPercent: 10, observedPercent: null });
  });

  test("agrees when every rule does", () => {
    const set = { ...before, ...rulesSet(arns, 10, { before }) };
    expect(isAsSet(read(10, 10), set)).toBe(true);
    expect(isAsSet(read(10, 0), set)).toBe(false);
    expect(isAsSet({ unreadable: "no" }, set)).toBe(false);
    expect(isAsSet({ percent: 10 }, before)).toBe(true);
    expect(rulesRead(read(10, 0), set).rules?.[HTTPS]).toEqual({ setPercent: 10, observedPercent: 0 });
    expect(rulesRead({ percent: 10 }, before)).toEqual({});
  });

  test("keeps what somebody gave green on top, where they gave it", () => {
    const set = { ...before, ...rulesSet(arns, 10, { before }) };
    expect([isAhead(read(10, 80), set), isAhead(read(10, 0), set)]).toEqual([true, false]);
    const kept = keptAhead(read(10, 80), set);
    expect(kept).toMatchObject({ setPercent: 10, rules: { [HTTPS]: { setPercent: 80 } } });
    expect(isAsSet(read(10, 80), { ...set, ...kept })).toBe(true);
    expect(keptAhead({ percent: 80 }, before)).toEqual({ setPercent: 80 });
    expect([...exceptAhead(read(10, 80), 50)]).toEqual([[HTTPS, 80]]);
    expect([...exceptAhead({ percent: 80 }, 50)]).toEqual([]);
  });

  test("gives no rule more of a green that is left, and leaves alone what cannot be read", () => {
    expect([...exceptOnRollback(arns, read(10, 80), 40)]).toEqual([[HTTP, 10]]);
    expect([...exceptOnRollback(arns, read(10, 80), 100)]).toEqual([]);
    const half = { percent: 80, byRule: [{ arn: HTTP, percent: 80 }] };
    expect([...exceptOnRollback(arns, half, 0)]).toEqual([[HTTPS, null]]);
    expect([...exceptAsRead(arns, half)]).toEqual([
      [HTTP, 80],
      [HTTPS, null],
    ]);
    expect([...exceptAsRead([HTTP], { percent: 80 })]).toEqual([]);
  });
});

describe("where traffic comes from", () => {
  const live = { number: 1, group: "web", targetGroup: A, trafficPlace: trafficPlaceOf(TRAFFIC) };

  test("is every rule with its pair, in whatever order they are named", () => {
    expect(live.trafficPlace).toEqual({
      arn: HTTP,
      targetGroups: [A, B, C, D],
      pairs: [
        { rules: [HTTP, HTTPS], targetGroups: [A, B] },
        { rules: [INNER], targetGroups: [C, D] },
      ],
    });
    const turned = trafficSettings.parse({
      strategy: "alb-weighted",
      pairs: [
        { rules: [INNER], targetGroups: [D, C] },
        { rules: [HTTPS, HTTP], targetGroups: [A, B] },
      ],
    });
    expect(trafficPlaceReason(live, turned)).toBeNull();
  });

  test("is another one with a rule more, a rule less, or a rule in another pair", () => {
    const one = trafficSettings.parse({ strategy: "alb-weighted", rule: HTTP, targetGroups: [A, B] });
    expect(trafficPlaceReason(live, one)).toMatch(
      /^generation 1 gets its traffic from \S+80 and \S+443 with \S+ and \S+, \S+ with \S+ and \S+, the declaration says \S+ with/u,
    );
    expect(trafficPlaceReason({ ...live, trafficPlace: trafficPlaceOf(one) }, TRAFFIC)).not.toBeNull();
    const listed = trafficSettings.parse({
      strategy: "alb-weighted",
      pairs: [{ rules: [HTTP], targetGroups: [B, A] }],
    });
    expect(trafficPlaceReason({ ...live, trafficPlace: trafficPlaceOf(one) }, listed)).toBeNull();
  });
});
