import { expect, test } from "vitest";
import { parseDeclaration } from "../../../src/domain/declaration/declaration.ts";

const ARN = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
const pair = `targetGroups: [${ARN}:targetgroup/a/1, ${ARN}:targetgroup/b/2]`;
const alb = `strategy: alb-weighted, rule: "${ARN}:listener/app/web/0123/4567", ${pair}, steps: [10%, 100%]`;
const TRAFFIC = {
  alb,
  "at once": alb.replace("10%, ", ""),
  nlb: `strategy: nlb-weighted, listener: "${ARN}:listener/net/web/0123/4567", ${pair}`,
  "one target group": `strategy: target-group, targetGroup: "${ARN}:targetgroup/a/1"`,
  none: "strategy: none",
} as const;

function faultsOf(traffic: keyof typeof TRAFFIC, ...gates: readonly string[]): string[] {
  const head = "fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}";
  const lines = gates.map((gate) => `  - {kind: metric, ${gate}}`);
  const text = `${head}\ntraffic: {${TRAFFIC[traffic]}}\ngates:\n${lines.join("\n")}\n`;
  try {
    parseDeclaration(text, "web.yml");
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

test.each([
  ["alb", "metric: target-5xx, worseThanBlue: 2x, max: 1%, minRequests: 500"],
  ["alb", "metric: latency-p99, max: 800ms"],
  ["alb", "metric: healthy-hosts, min: 3"],
  ["nlb", "metric: healthy-hosts, worseThanBlue: 2x"],
  ["at once", "metric: target-5xx, worseThanBlue: 2x, max: 1%"],
  ["at once", "metric: healthy-hosts, worseThanBlue: 2x"],
] as const)("works with %s: %s", (traffic, gate) => {
  expect(faultsOf(traffic, gate)).toEqual([]);
});

test("each fault is told in its place, all at once", () => {
  expect(
    faultsOf(
      "alb",
      "metric: target-4xx, max: 1%",
      "metric: target-5xx, worseThanBlue: 0.5x, max: 1, minRequests: 0",
      "metric: latency-p99, max: 1%",
      "metric: healthy-hosts, max: 3",
      "metric: target-5xx, minRequests: 9",
    ),
  ).toEqual([
    "web.yml:6:28 gates[0].metric: is not a known metric (target-4xx); did you mean `target-5xx`? known: target-5xx, latency-p99, healthy-hosts",
    "web.yml:7:55 gates[1].worseThanBlue: must be between 1x and 100x, is 0.5x; correct the value",
    "web.yml:7:66 gates[1].max: must be text (1); write it in quotes, or with its unit",
    "web.yml:7:82 gates[1].minRequests: must be at least 1 (0); correct the value",
    "web.yml:8:46 gates[2].max: must be a time such as 800ms or 2s (1%); correct the value",
    "web.yml:9:43 gates[3].max: is not a known key; known here: kind, metric, worseThanBlue, min",
    "web.yml:10:5 gates[4]: has no limit: nothing could fail it; add worseThanBlue, max or both",
  ]);
});

test.each([
  ["none", "has no target group to be measured at (target-5xx); remove the gate"],
  [
    "one target group",
    "cannot tell green from blue: with strategy target-group both are in one target group (target-5xx); take strategy alb-weighted, or remove the gate",
  ],
  [
    "nlb",
    "is not measured by a Network Load Balancer, which sees no requests (target-5xx); take healthy-hosts, or remove the gate",
  ],
] as const)("nothing could be measured: %s", (traffic, why) => {
  expect(faultsOf(traffic, "metric: target-5xx, max: 1%")).toEqual([`web.yml:6:28 gates[0].metric: ${why}`]);
});

test("a comparison alone needs a moment in which both serve", () => {
  expect(faultsOf("at once", "metric: latency-p99, worseThanBlue: 2x")).toEqual([
    "web.yml:6:56 gates[0].worseThanBlue: needs a moment in which both serve, and all of the traffic moves in one step (2x); add a step before 100%, such as 10%, or a max",
  ]);
});
