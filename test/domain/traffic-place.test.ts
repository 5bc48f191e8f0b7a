import { describe, expect, test } from "vitest";
import { trafficPlaceOf, trafficPlaceReason } from "../../src/domain/traffic-place.ts";
import { trafficSettings } from "../../src/domain/traffic-settings.ts";

const ELB = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
const [A, B, C] = ["a/1", "b/2", "c/3"].map((name) => `${ELB}:targetgroup/${name}`) as [
  string,
  string,
  string,
];
const RULE = `${ELB}:listener-rule/app/web/1/2/3`;
const OTHER = `${ELB}:listener-rule/app/web/1/2/4`;
const NLB = `${ELB}:listener/net/web/1/2`;

const alb = trafficSettings.parse({ strategy: "alb-weighted", rule: RULE, targetGroups: [A, B] });
const nlb = trafficSettings.parse({ strategy: "nlb-weighted", listener: NLB, targetGroups: [A, B] });
const one = trafficSettings.parse({ strategy: "target-group", targetGroup: A });
const none = trafficSettings.parse({ strategy: "none" });

describe("where traffic comes from", () => {
  test.each([
    ["a rule", alb, { arn: RULE, targetGroups: [A, B] }],
    ["a listener", nlb, { arn: NLB, targetGroups: [A, B] }],
    ["one target group", one, { arn: null, targetGroups: [A] }],
    ["nowhere", none, { arn: null, targetGroups: [] }],
  ])("is %s", (_what, traffic, place) => {
    expect(trafficPlaceOf(traffic)).toEqual(place);
  });
});

describe("a declaration beside a live generation", () => {
  const live = { number: 6, group: "web-g0006", targetGroup: A, trafficPlace: trafficPlaceOf(alb) };

  test("that looks where it stands is followed, whichever of the pair is named first", () => {
    expect(trafficPlaceReason(live, alb)).toBeNull();
    const turned = trafficSettings.parse({ strategy: "alb-weighted", rule: RULE, targetGroups: [B, A] });
    expect(trafficPlaceReason(live, turned)).toBeNull();
    const slower = trafficSettings.parse({ ...alb, steps: ["50%", "100%"], pause: "5m" });
    expect(trafficPlaceReason(live, slower)).toBeNull();
  });

  test.each([
    ["another rule", { ...alb, rule: OTHER }, `${OTHER} with ${A} and ${B}`],
    ["another pair", { ...alb, targetGroups: [A, C] }, `${RULE} with ${A} and ${C}`],
    ["another balancer", nlb, `${NLB} with ${A} and ${B}`],
    ["one target group", one, A],
    ["no traffic at all", none, "no target group"],
  ])("that names %s is not, with both places and the way out", (_what, traffic, place) => {
    expect(trafficPlaceReason(live, traffic as typeof alb)).toBe(
      `generation 6 gets its traffic from ${RULE} with ${A} and ${B}, the declaration says ${place}: set it back, or adopt web-g0006 anew with it (moult fleet adopt)`,
    );
  });

  test("that had no traffic and gets some is not followed either", () => {
    const pulls = { ...live, targetGroup: null, trafficPlace: trafficPlaceOf(none) };
    expect(trafficPlaceReason(pulls, none)).toBeNull();
    expect(trafficPlaceReason(pulls, one)).toMatch(/^generation 6 gets its traffic from no target group, /);
  });

  test("of which only the target group is known is followed when the pair has it", () => {
    const old = { ...live, trafficPlace: null };
    expect(trafficPlaceReason(old, { ...alb, rule: OTHER } as typeof alb)).toBeNull();
    expect(trafficPlaceReason(old, { ...alb, targetGroups: [B, C] } as typeof alb)).toMatch(
      /^generation 6 gets its traffic from arn:\S+a\/1, the declaration says /,
    );
    expect(trafficPlaceReason({ ...old, targetGroup: null }, none)).toBeNull();
  });
});
