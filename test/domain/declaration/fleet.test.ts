import { describe, expect, test } from "vitest";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { A, B } from "../../support/domain/traffic-strategies/listener.ts";

const RULE = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener-rule/app/web/0123/4567/89ab";
const LEAST = {
  fleet: "web",
  template: "lt-0abc123",
  image: { channel: "/images/web" },
  traffic: { strategy: "none" },
};
/** The least declaration with something put in its place; a dotted path leads inside. */
const withAt = (path: string, value: unknown): unknown => {
  const [key = "", ...rest] = path.split(".");
  const inner = rest.reduceRight((made, name) => ({ [name]: made }), value);
  return { ...LEAST, [key]: inner };
};
const taken = (path: string, value: unknown) => fleetSchema.safeParse(withAt(path, value)).success;

test("the least declaration gets every default", () => {
  expect(fleetSchema.parse(LEAST)).toEqual({
    ...LEAST,
    capacity: { follow: "blue", floor: 100 },
    gates: [],
    deadlines: { launch: 900, validate: 900, rollout: 14_400 },
    bake: 900,
    retire: { drain: 300, warm: 0 },
    onFailure: { keepGreen: 0, quarantine: true },
    drift: {},
  });
});

test("tags count on the account's own images, if nothing else is declared", () => {
  expect(fleetSchema.parse(withAt("image", { tags: { role: "web" } })).image).toEqual({
    tags: { role: "web" },
    owners: ["self"],
  });
});

test("what is begun gets its own defaults", () => {
  expect(fleetSchema.parse(withAt("retire", { handoff: { command: "/opt/handoff" } })).retire).toEqual({
    drain: 300,
    warm: 0,
    handoff: { command: "/opt/handoff", timeout: 600, onMissing: "retain" },
  });
  const traffic = { strategy: "alb-weighted", rule: RULE, targetGroups: [A, B] };
  expect(fleetSchema.parse(withAt("traffic", traffic)).traffic).toEqual({
    ...traffic,
    steps: [100],
    pause: 30,
  });
});

test.each(["fleet", "template", "image", "traffic"])("%s must be there", (key) => {
  const { [key]: _left, ...rest } = LEAST as Record<string, unknown>;
  expect(fleetSchema.safeParse(rest).success).toBe(false);
});

test.each([
  ["fleet", ["web", "a", "api-eu-2", "a".repeat(30)]],
  ["template", ["lt-0abc123", `lt-${"0".repeat(17)}`]],
  [
    "image",
    [{ channel: "/a" }, { channel: "/images/web.v2/x_y" }, { tags: { role: "web" } }, { tags: { a: "" } }],
  ],
  [
    "image",
    [
      { tags: { role: "web" }, owners: ["self"] },
      { tags: { role: "web" }, owners: ["012345678901", "amazon", "self"] },
    ],
  ],
  ["image.imageBuilder", ["arn:aws:imagebuilder:eu-central-1:123456789012:image-pipeline/web"]],
  ["image.imageBuilder", ["arn:aws-cn:imagebuilder:cn-north-1:123456789012:image/web/1.0.0/1"]],
  ["capacity.floor", ["1%", "100%"]],
  [
    "capacity.initial",
    [
      { min: 0, desired: 0, max: 0 },
      { min: 1, desired: 2, max: 10_000 },
    ],
  ],
  ["network.subnets", [["subnet-0a"], ["subnet-a", "subnet-b"]]],
  ["deadlines.launch", ["1m", "1d"]],
  ["deadlines.validate", ["60s", "24h"]],
  ["deadlines.rollout", ["5m", "30d"]],
  ["bake", ["0s", "7d"]],
  ["retire.drain", ["0s", "1d"]],
  ["retire.warm", ["0s", "7d"]],
  ["onFailure.keepGreen", ["0s", "1d"]],
  ["onFailure.quarantine", [true, false]],
])("%s takes %j", (path, values) => {
  for (const value of values) expect([value, taken(path, value)]).toEqual([value, true]);
});

test.each([
  ["fleet", ["", "Web", "1web", "-web", "web_1", "a".repeat(31), 7, null]],
  ["template", ["lt-", "ami-0abc", "lt-0ABC", `lt-${"0".repeat(18)}`, "$Latest", "my-lt-0abc"]],
  [
    "image",
    [
      {},
      { channel: "images/web" },
      { channel: "/images/web latest" },
      { tags: {} },
      { tags: { "": "x" } },
      { channel: "/a", tags: { a: "b" } },
      { channel: "/a", owners: ["self"] },
      { owners: ["self"] },
      { tags: { a: "b" }, owners: [] },
      { tags: { a: "b" }, owners: "self" },
      { tags: { a: "b" }, owners: [123_456_789_012] },
      { tags: { a: "b" }, owners: ["12345678901"] },
      { tags: { a: "b" }, owners: ["1234567890123"] },
      { tags: { a: "b" }, owners: ["aws-marketplace"] },
    ],
  ],
  [
    "image.imageBuilder",
    [
      "web",
      "arn:aws:imagebuilder:eu-central-1:123456789012:component/web",
      "an arn:aws:imagebuilder:eu-central-1:123456789012:image/web",
      "arn:aws:imagebuilder:eu-central-1:123456789012:image/web\n1",
    ],
  ],
  ["capacity.follow", ["green"]],
  ["capacity.floor", ["0%", "101%", 100, "half"]],
  ["capacity.initial", [{ min: 2, desired: 1, max: 3 }, { min: 1, desired: 4, max: 3 }, { min: 1 }]],
  [
    "capacity.initial",
    [
      { min: -1, desired: 0, max: 1 },
      { min: 0, desired: 1.5, max: 2 },
    ],
  ],
  ["capacity.initial", [{ min: 0, desired: 0, max: 10_001 }]],
  ["network.subnets", [[], ["vpc-1"], ["my-subnet-1"], ["subnet-1,subnet-2"]]],
  ["gates", [[{}], [{ kind: "magic" }], { kind: "http" }]],
  ["deadlines.launch", ["59s", "25h"]],
  ["deadlines.validate", ["59s", "25h"]],
  ["deadlines.rollout", ["299s", "31d"]],
  ["bake", ["8d", 900]],
  ["retire.drain", ["25h"]],
  [
    "retire.handoff",
    [{}, { command: "" }, { command: "x", timeout: "29s" }, { command: "x", timeout: "49h" }],
  ],
  ["retire.handoff", [{ command: "x", onMissing: "terminate" }]],
  ["retire.warm", ["8d"]],
  ["onFailure.keepGreen", ["25h"]],
  ["onFailure.quarantine", ["yes"]],
])("%s does not take %j", (path, values) => {
  for (const value of values) expect([value, taken(path, value)]).toEqual([value, false]);
});

describe("traffic", () => {
  const LISTENER = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener";
  const alb = { strategy: "alb-weighted", rule: RULE, targetGroups: [A, B] };
  const nlb = { strategy: "nlb-weighted", listener: `${LISTENER}/net/web/0123/4567`, targetGroups: [A, B] };

  test.each([
    [alb],
    [{ ...alb, rule: `${LISTENER}/app/web/0123/4567` }],
    [{ ...alb, steps: ["1%", "99%", "100%"], pause: "0s" }],
    [nlb],
    [{ strategy: "target-group", targetGroup: A }],
    [{ strategy: "none" }],
  ])("%j is taken", (traffic) => {
    expect(taken("traffic", traffic)).toBe(true);
  });

  test.each([
    ["is of a Network Load Balancer", { ...alb, rule: `${LISTENER}/net/web/0123/4567` }],
    ["is of an Application Load Balancer", { ...nlb, listener: `${LISTENER}/app/web/0123/4567` }],
    ["has one target group twice", { ...alb, targetGroups: [A, A] }],
    ["has one target group", { ...alb, targetGroups: [A] }],
    ["has three target groups", { ...alb, targetGroups: [A, B, `${B}3`] }],
    ["names no target group", { ...alb, targetGroups: [A, RULE] }],
    ["has no steps", { ...alb, steps: [] }],
    ["does not end at 100%", { ...alb, steps: ["10%", "50%"] }],
    ["descends", { ...alb, steps: ["50%", "10%", "100%"] }],
    ["repeats a step", { ...alb, steps: ["50%", "50%", "100%"] }],
    ["begins at nothing", { ...alb, steps: ["0%", "100%"] }],
    ["pauses for days", { ...alb, pause: "2d" }],
    ["has a target group behind words", { ...alb, targetGroups: [`the ${A}`, B] }],
    ["has two lines for a target group", { ...alb, targetGroups: [`${A}\nx`, B] }],
    ["has words before its rule", { ...alb, rule: `the ${RULE}` }],
    ["has two lines for its rule", { ...alb, rule: `${RULE}\nx` }],
    ["has words before its listener", { ...nlb, listener: `the ${nlb.listener}` }],
    ["has two lines for its listener", { ...nlb, listener: `${nlb.listener}\nx` }],
    ["has steps that it cannot take", { strategy: "target-group", targetGroup: A, steps: ["100%"] }],
    ["has a target group that nobody asks", { strategy: "none", targetGroup: A }],
    ["is of no known strategy", { strategy: "dns" }],
  ])("one that %s is refused", (_what, traffic) => {
    expect(taken("traffic", traffic)).toBe(false);
  });
});

test.each(["fleets", "capacity.cieling", "deadlines.bake", "retire.waarm", "onFailure.retry", "network.vpc"])(
  "%s is not a key, and is refused",
  (path) => {
    expect(taken(path, "x")).toBe(false);
  },
);

test("what is wrong with the steps is told with the steps", () => {
  const messages = (steps: string[]) => {
    const targetGroups = [A, B];
    const result = fleetSchema.safeParse({
      ...LEAST,
      traffic: { strategy: "alb-weighted", rule: RULE, targetGroups, steps },
    });
    return result.error?.issues.map(({ message, path }) => [path.join("."), message]);
  };
  expect(messages(["50%", "10%", "20%"])).toEqual([
    ["traffic.steps", expect.stringMatching(/ascend.*50%, 10%, 20%/)],
    ["traffic.steps", expect.stringMatching(/end at 100%/)],
  ]);
});

test("an ARN is told what it should be the ARN of", () => {
  const told = (traffic: object) =>
    fleetSchema.safeParse({ ...LEAST, traffic }).error?.issues.map(({ message }) => message);
  const targetGroups = [A, "x"];
  expect(told({ strategy: "alb-weighted", rule: "x", targetGroups })).toEqual([
    expect.stringMatching(/ALB listener or rule/),
    expect.stringMatching(/target group/),
  ]);
  expect(told({ strategy: "nlb-weighted", listener: "x", targetGroups: [A, A] })).toEqual([
    expect.stringMatching(/NLB listener/),
    expect.stringMatching(/two different/),
  ]);
});
