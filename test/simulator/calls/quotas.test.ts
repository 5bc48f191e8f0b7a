import { DescribeSubnetsCommand, EC2Client, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { createQuotas } from "../../../simulator/calls/quotas.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

/** How many of `count` calls in one instant pass. */
function passing(take: () => void, count = 500): number {
  let passed = 0;
  for (let call = 0; call < count; call++) {
    try {
      take();
      passed++;
    } catch (error) {
      if ((error as Error).name !== "ServiceFault") throw error;
    }
  }
  return passed;
}

const PAGED = { MaxResults: 5 };
const BY_TAG = { Filters: [{ Name: "tag-key", Values: ["moult:fleet"] }], MaxResults: 1000 };
const MANY = { InstanceIds: Array.from({ length: 100 }, (_, index) => `i-${index}`) };

// aws-facts 2: capacity of the bucket, and what flows back in a second.
test.each([
  { service: "ec2", action: "DescribeInstances", input: PAGED, capacity: 100, refill: 20 },
  { service: "ec2", action: "DescribeInstances", input: BY_TAG, capacity: 100, refill: 20 },
  { service: "ec2", action: "DescribeInstances", input: {}, capacity: 50, refill: 10 },
  { service: "ec2", action: "RunInstances", input: { MaxCount: 1 }, capacity: 5, refill: 2 },
  { service: "ec2", action: "RunInstances", input: { MaxCount: 300 }, capacity: 3, refill: 0 },
  { service: "ec2", action: "StartInstances", input: MANY, capacity: 5, refill: 2 },
  { service: "ec2", action: "StopInstances", input: MANY, capacity: 10, refill: 0 },
  { service: "ec2", action: "ModifyInstanceAttribute", input: {}, capacity: 50, refill: 5 },
  { service: "ec2", action: "CreateLaunchTemplateVersion", input: {}, capacity: 100, refill: 5 },
  { service: "ec2", action: "CreateLaunchTemplate", input: {}, capacity: 50, refill: 5 },
  { service: "ec2", action: "CreateTags", input: {}, capacity: 100, refill: 10 },
  { service: "elasticloadbalancing", action: "ModifyRule", input: {}, capacity: 20, refill: 3 },
  { service: "elasticloadbalancing", action: "RegisterTargets", input: {}, capacity: 20, refill: 4 },
  { service: "elasticloadbalancing", action: "DescribeTargetHealth", input: {}, capacity: 200, refill: 50 },
  { service: "ssm", action: "GetParameter", input: {}, capacity: 40, refill: 40 },
  { service: "ssm", action: "PutParameter", input: {}, capacity: 3, refill: 3 },
])(
  "$service:$action $input: $capacity at once, then $refill a second",
  ({ service, action, input, capacity, refill }) => {
    let now = 0;
    const quotas = createQuotas(() => now);
    const take = () => quotas.take(service, action, input);
    expect(passing(take)).toBe(capacity);
    now += 1000;
    expect(passing(take)).toBe(refill);
    now += 3_600_000;
    expect(passing(take)).toBe(capacity);
  },
);

test("EC2 counts each action by itself; registering and modifying share the account's bucket", () => {
  const quotas = createQuotas(() => 0);
  expect(passing(() => quotas.take("ec2", "DescribeImages", PAGED))).toBe(100);
  expect(passing(() => quotas.take("ec2", "DescribeInstances", PAGED))).toBe(100);
  expect(passing(() => quotas.take("elasticloadbalancing", "RegisterTargets", {}))).toBe(20);
  expect(passing(() => quotas.take("elasticloadbalancing", "ModifyRule", {}))).toBe(20);
  expect(passing(() => quotas.take("elasticloadbalancing", "DescribeRules", {}))).toBe(200);
});

test("Auto Scaling's actions share one bucket", () => {
  const quotas = createQuotas(() => 0);
  const before = passing(() => quotas.take("autoscaling", "DescribeAutoScalingGroups", {}));
  expect(before).toBeGreaterThan(0);
  expect(passing(() => quotas.take("autoscaling", "UpdateAutoScalingGroup", {}))).toBe(0);
});

test.each([
  { service: "ec2", action: "RunInstances", code: "RequestLimitExceeded", status: 503 },
  { service: "autoscaling", action: "CreateAutoScalingGroup", code: "Throttling", status: 400 },
  { service: "elasticloadbalancing", action: "ModifyRule", code: "Throttling", status: 400 },
  { service: "ssm", action: "PutParameter", code: "ThrottlingException", status: 400 },
])("$service says $code when its quota is used up", ({ service, action, code, status }) => {
  const quotas = createQuotas(() => 0);
  const take = () => quotas.take(service, action, {});
  passing(take);
  expect(take).toThrow(expect.objectContaining({ code, status }));
});

bothWays("quotas", (connect) => {
  test("a throttled call reaches the client as the SDK's retries know it, and does nothing", async () => {
    const { clientOptions, run, simulator } = await connect({ latencySeconds: 0 });
    const ec2 = new EC2Client(clientOptions);
    const calls = Array.from({ length: 55 }, () => ec2.send(new DescribeSubnetsCommand({})));
    const settled = await run(Promise.allSettled(calls));
    const refused = settled.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(5);
    expect(refused[0]).toMatchObject({
      reason: { name: "RequestLimitExceeded", $metadata: { httpStatusCode: 503 } },
    });
    simulator.world.advanceTo(simulator.world.now() + 1000);
    await run(ec2.send(new DescribeSubnetsCommand({})));
  });

  test("they can be turned off", async () => {
    const { clientOptions, run } = await connect({ latencySeconds: 0, quotas: false });
    const ec2 = new EC2Client(clientOptions);
    const calls = Array.from({ length: 150 }, () =>
      ec2.send(new TerminateInstancesCommand({ InstanceIds: ["i-0"] })),
    );
    const settled = await run(Promise.allSettled(calls));
    expect(
      settled.filter((each) => each.status === "rejected" && each.reason.name === "RequestLimitExceeded"),
    ).toEqual([]);
  });
});
