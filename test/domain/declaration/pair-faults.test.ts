import { describe, expect, test } from "vitest";
import { parseDeclaration, parseDeclarations } from "../../../src/domain/declaration/declaration.ts";
import { InvalidInput } from "../../../src/errors/errors.ts";

const ELB = "arn:aws:elasticloadbalancing:eu-central-1:123456789012";
const HTTP = `${ELB}:listener/app/web/1/80`;
const HTTPS = `${ELB}:listener/app/web/1/443`;
const INTERNAL = `${ELB}:listener/app/internal/2/80`;
const TCP = `${ELB}:listener/net/tcp/3/80`;
const group = (name: string): string => `${ELB}:targetgroup/${name}/1`;
const [A, B, C, D] = ["a", "b", "c", "d"].map(group);

const fleet = (traffic: string, name = "web"): string =>
  [`fleet: ${name}`, "template: lt-0abc", "image: { channel: /images/web }", `traffic: ${traffic}`].join(
    "\n",
  );
const alb = (rest: string): string => fleet(`{ strategy: alb-weighted, ${rest} }`);
const pair = (rules: readonly unknown[], groups: readonly unknown[] = [A, B]): string =>
  `{ rules: [${rules.join(", ")}], targetGroups: [${groups.join(", ")}] }`;

function faults(text: string): string[] {
  try {
    parseDeclaration(text, "web.yml");
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.message.split("\n").map((line) => line.replace(/^web\.yml:\d+:\d+ /u, ""));
  }
}

describe("what several rules and pairs may not be", () => {
  test.each<[string, string, readonly (string | RegExp)[]]>([
    [
      "a rule listed twice",
      alb(`pairs: [${pair([HTTP, HTTP])}]`),
      [
        /^traffic\.pairs\[0\]\.rules\[1\]: is listed already at traffic\.pairs\[0\]\.rules\[0\] \(arn:.*; keep one/u,
      ],
    ],
    [
      "a rule listed in two pairs",
      alb(`pairs: [${pair([HTTP])}, ${pair([HTTP], [C, D])}]`),
      [/^traffic\.pairs\[1\]\.rules\[0\]: is listed already at traffic\.pairs\[0\]\.rules\[0\]/u],
    ],
    [
      "rules of two balancers in one pair",
      alb(`pairs: [${pair([HTTP, INTERNAL])}]`),
      [
        /^traffic\.pairs\[0\]\.rules\[1\]: is a rule of load balancer app\/internal\/2, the pair's first one of app\/web\/1.*give it a pair of its own/u,
      ],
    ],
    [
      "a pair that shares a group with another",
      alb(`pairs: [${pair([HTTP])}, ${pair([INTERNAL], [C, B])}]`),
      [
        /^traffic\.pairs\[1\]\.targetGroups\[1\]: is listed already at traffic\.pairs\[0\]\.targetGroups\[1\].*; give each pair/u,
      ],
    ],
    ["the same group twice", alb(`pairs: [${pair([HTTP], [A, A])}]`), [/two different target groups/u]],
    ["no pair", alb("pairs: []"), [/^traffic\.pairs: must have at least 1 item/u]],
    ["no rule", alb(`pairs: [${pair([])}]`), [/^traffic\.pairs\[0\]\.rules: must have at least 1 item/u]],
    [
      "both ways at once",
      alb(`rule: ${HTTP}, targetGroups: [${A}, ${B}], pairs: [${pair([HTTP])}]`),
      [
        "traffic.rule: stands beside pairs, which names rules and target groups, too; keep one or the other",
        "traffic.targetGroups: stands beside pairs, which names rules and target groups, too; keep one or the other",
      ],
    ],
    [
      "neither way",
      alb("pause: 30s"),
      ["traffic.rule: is missing; add it, or pairs", "traffic.targetGroups: is missing; add it, or pairs"],
    ],
    [
      "pairs where one target group serves",
      fleet(`{ strategy: target-group, targetGroup: ${A}, pairs: [${pair([HTTP])}] }`),
      ["traffic.pairs: is not a known key; known here: strategy, targetGroup"],
    ],
    [
      "pairs where servers pull",
      fleet(`{ strategy: none, pairs: [${pair([HTTP])}] }`),
      ["traffic.pairs: is not a known key; known here: strategy"],
    ],
    [
      "a Network Load Balancer's listener beside an Application Load Balancer's",
      alb(`pairs: [${pair([HTTP])}, ${pair([TCP], [C, D])}]`),
      [/^traffic\.pairs\[1\]\.rules\[0\]: must be the ARN of an ALB listener or rule/u],
    ],
    [
      "a rule of a Network Load Balancer's listener",
      fleet(`{ strategy: nlb-weighted, pairs: [${pair([`${ELB}:listener-rule/net/tcp/3/80/9`])}] }`),
      [/^traffic\.pairs\[0\]\.rules\[0\]: must be the ARN of an NLB listener/u],
    ],
  ])("%s", (_what, text, expected) => {
    const found = faults(text);
    expect(found).toHaveLength(expected.length);
    expect(found.filter((each, index) => !new RegExp(expected[index] ?? "", "u").test(each))).toEqual([]);
  });

  test("all of it at once, and beside faults of other kinds", () => {
    const text = alb(
      `steps: [50%], pairs: [${pair([HTTP, HTTP, INTERNAL])}, ${pair([HTTPS], [A, "x"])}]`,
    ).replace("lt-0abc", "abc");
    expect(faults(text).map((each) => each.split(": ")[0])).toEqual([
      "template",
      "traffic.steps",
      "traffic.pairs[0].rules[1]",
      "traffic.pairs[0].rules[2]",
      "traffic.pairs[1].targetGroups[0]",
      "traffic.pairs[1].targetGroups[1]",
    ]);
  });

  test("a rule or a pair of another fleet, in whichever way either names it", () => {
    const one = fleet(`{ strategy: alb-weighted, rule: ${HTTPS}, targetGroups: [${C}, ${B}] }`, "shop");
    const other = fleet(`{ strategy: alb-weighted, pairs: [${pair([HTTP, HTTPS])}] }`);
    const both = [
      { file: "shop.yml", text: one },
      { file: "web.yml", text: other },
    ];
    expect(() => parseDeclarations(both)).toThrow(
      /^web\.yml:4:\d+ traffic\.pairs\[0\]\.rules\[1\]: is the traffic of fleet shop of shop\.yml, too .*\nweb\.yml:4:\d+ traffic\.pairs\[0\]\.targetGroups\[1\]: is the traffic of fleet shop/u,
    );
  });

  test("what may be", () => {
    expect(faults(alb(`pairs: [${pair([HTTP, HTTPS])}, ${pair([INTERNAL], [C, D])}]`))).toEqual([]);
    expect(faults(fleet(`{ strategy: nlb-weighted, pairs: [${pair([TCP])}] }`))).toEqual([]);
  });
});
