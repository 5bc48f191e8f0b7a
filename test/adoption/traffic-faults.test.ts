import { describe, expect, test } from "vitest";
import { pairsOf } from "../../src/domain/traffic-pairs/pairs-of.ts";
import { servingTargetGroup, trafficFaults } from "../../src/adoption/traffic-faults.ts";
import { fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { NotFound } from "../../src/errors/errors.ts";
import { A, ALB, B, LISTENER, ONE } from "../support/rollout/fake-work.ts";

const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/1";
type Answers = Readonly<Record<string, unknown>>;

const trafficOf = (traffic: unknown) =>
  fleetSchema.parse({ fleet: "web", template: "lt-0abc", image: { channel: "/images/web" }, traffic })
    .traffic;
const contextOf = (answers: Answers) =>
  ({
    aws: {
      elbv2: {
        send: async (command: { readonly constructor: { readonly name: string } }) => {
          const answer = answers[command.constructor.name] ?? {};
          if (answer instanceof Error) throw answer;
          return answer;
        },
      },
    },
  }) as never;
const group = (arn: string, change: object = {}) => ({
  TargetGroupArn: arn,
  TargetGroupName: arn === A ? "a" : "b",
  Port: 80,
  Protocol: "HTTP",
  TargetType: "instance",
  LoadBalancerArns: [BALANCER],
  ...change,
});
const forward = (weights: Readonly<Record<string, number>>) => ({
  Listeners: [
    {
      DefaultActions: [
        {
          Type: "forward",
          ForwardConfig: {
            TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
              TargetGroupArn,
              Weight,
            })),
          },
        },
      ],
    },
  ],
});
const WELL = {
  DescribeTargetGroupsCommand: { TargetGroups: [group(A), group(B)] },
  DescribeListenersCommand: forward({ [A]: 100, [B]: 0 }),
};
const faults = (answers: Answers, traffic: unknown = ALB) =>
  trafficFaults(trafficOf(traffic), contextOf({ ...WELL, ...answers }));
const groups = (...TargetGroups: unknown[]) => ({ DescribeTargetGroupsCommand: { TargetGroups } });
const listener = (answer: unknown) => ({ DescribeListenersCommand: answer });

test("a pair that is alike, with one that has the traffic, has no faults", async () => {
  expect(await faults({})).toEqual([]);
  expect(await faults(listener(forward({ [A]: 0, [B]: 1 })))).toEqual([]);
  expect(await faults({}, { strategy: "none" })).toEqual([]);
});

describe("a pair", () => {
  test.each<[string, Answers, [string, RegExp][]]>([
    [
      "of which one is gone",
      groups(group(A)),
      [["traffic.targetGroups.1", /targetgroup\/b\/2 does not exist/]],
    ],
    [
      "that takes addresses",
      groups(group(A, { TargetType: "ip" }), group(B)),
      [["traffic.targetGroups.0", /type ip,/]],
    ],
    [
      "on two ports",
      groups(group(A), group(B, { Port: 81 })),
      [["traffic.targetGroups", /a speaks HTTP on port 80, b HTTP on port 81/]],
    ],
    [
      "that speaks two protocols",
      groups(group(A), group(B, { Protocol: "HTTPS" })),
      [["traffic.targetGroups", /a speaks HTTP on port 80, b HTTPS on port 80/]],
    ],
    [
      "of which one belongs to another load balancer",
      groups(group(A), group(B, { LoadBalancerArns: [`${BALANCER}2`] })),
      [["traffic.targetGroups", /^b belongs to \S+app\/web\/12 .* traffic\.rule:/]],
    ],
    [
      "whose listener is gone",
      listener(new NotFound("gone")),
      [["traffic.rule", /listener\/app\/web\/1\/2 does not/]],
    ],
    [
      "whose listener forwards nothing",
      listener({ Listeners: [{ DefaultActions: [{ Type: "redirect" }] }] }),
      [["traffic.rule", /forwards nothing/]],
    ],
    [
      "whose listener forwards elsewhere",
      listener(forward({ [`${A}9`]: 1 })),
      [["traffic.rule", /neither of \S+a\/1 and \S+b\/2/]],
    ],
    [
      "of which both have traffic",
      listener(forward({ [A]: 60, [B]: 40 })),
      [["traffic.rule", /weights 60 and 40/]],
    ],
  ])("%s is told where and what", async (_what, answers, expected) => {
    expect(await faults(answers)).toEqual(
      expected.map(([place, why]) => ({ place, why: expect.stringMatching(why) as string })),
    );
  });

  test("that no load balancer names yet may be named", async () => {
    expect(await faults(groups(group(A), group(B, { LoadBalancerArns: [] })))).toEqual([]);
  });

  test("of a network load balancer is told at its listener", async () => {
    const nlb = {
      strategy: "nlb-weighted",
      listener: LISTENER.replace("/app/", "/net/"),
      targetGroups: [A, B],
    };
    expect(await faults(listener(new NotFound("gone")), nlb)).toMatchObject([
      { place: "traffic.targetGroups", why: expect.stringMatching(/^a belongs to/) },
      { place: "traffic.targetGroups", why: expect.stringMatching(/^b belongs to .*traffic\.listener:/) },
      { place: "traffic.listener" },
    ]);
  });
});

test("one target group has to exist, take instances, and be forwarded to", async () => {
  expect(await faults(groups(group(A)), ONE)).toEqual([]);
  const places = async (answers: Answers) =>
    (await faults(answers, ONE)).map(({ place, why }) => [place, why]);
  expect(await places(groups())).toEqual([
    ["traffic.targetGroup", expect.stringMatching(/a\/1 does not exist/)],
  ]);
  expect(await places(groups(group(A, { LoadBalancerArns: [], TargetType: "lambda" })))).toEqual([
    ["traffic.targetGroup", expect.stringMatching(/type lambda,/)],
    ["traffic.targetGroup", expect.stringMatching(/forwards to \S+a\/1,/)],
  ]);
});

test("the one that serves is the one of the pair that alone has weight", async () => {
  const serving = (answer: unknown) =>
    servingTargetGroup(pairsOf(trafficOf(ALB))[0] as never, contextOf({ DescribeListenersCommand: answer }));
  expect(await serving(forward({ [A]: 0, [B]: 7, [`${A}9`]: 3 }))).toBe(B);
  expect(await serving(forward({ [A]: 1, [B]: 7 }))).toBeNull();
  expect(await serving(forward({ [A]: 0, [B]: 0 }))).toBeNull();
  expect(await serving({ Listeners: [{ DefaultActions: [{ Type: "redirect" }] }] })).toBeNull();
  expect(await serving(new NotFound("gone"))).toBeNull();
});
