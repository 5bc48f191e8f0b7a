import {
  AddTagsCommand,
  CreateLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeAccountLimitsCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  RemoveTagsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import { SUBNET_A } from "../../../simulator/services/ec2/furnish.ts";
import { raiseLimit } from "../../../simulator/services/elbv2/account-limits.ts";
import { registerTargets } from "../../../simulator/services/elbv2/target-groups/targets.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";
import {
  connectBalanced,
  createTargetGroup,
  launchServers,
  listen,
  register,
} from "../../support/simulator/elbv2/load-balanced.ts";

bothWays("Target groups", (connect) => {
  test("have the documented defaults (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const { run, elb } = account;
    const TargetGroupArn = await createTargetGroup(account, "blue");
    const described = await run(elb.send(new DescribeTargetGroupsCommand({ Names: ["blue"] })));
    expect(described.TargetGroups?.[0]).toMatchObject({
      TargetGroupArn,
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      HealthCheckPath: "/",
      Matcher: { HttpCode: "200" },
      LoadBalancerArns: [],
    });
    const { Attributes } = await run(elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn })));
    const byKey = Object.fromEntries((Attributes ?? []).map(({ Key, Value }) => [Key, Value]));
    expect(byKey).toMatchObject({
      "deregistration_delay.timeout_seconds": "300",
      "stickiness.enabled": "false",
      "slow_start.duration_seconds": "0",
    });
  });

  test("are created once with identical settings, and refused with others (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const first = await createTargetGroup(account, "blue");
    expect(await createTargetGroup(account, "blue")).toBe(first);
    await expect(createTargetGroup(account, "blue", { Port: 81 })).rejects.toMatchObject({
      name: "DuplicateTargetGroupNameException",
    });
  });

  test("have names of up to 32 characters (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    await createTargetGroup(account, "a".repeat(32));
    await expect(createTargetGroup(account, "a".repeat(33))).rejects.toMatchObject({
      name: "ValidationError",
    });
  });

  test("name the load balancer whose rules name them, and are found by it", async () => {
    const account = await connectBalanced(connect);
    const { run, elb, loadBalancerArn: LoadBalancerArn } = account;
    const blue = await createTargetGroup(account, "blue");
    await createTargetGroup(account, "other");
    await listen(account, { [blue]: 1 });
    const { TargetGroups } = await run(elb.send(new DescribeTargetGroupsCommand({ LoadBalancerArn })));
    expect(TargetGroups?.map((group) => group.TargetGroupName)).toEqual(["blue"]);
    expect(TargetGroups?.[0]?.LoadBalancerArns).toEqual([LoadBalancerArn]);
  });

  test("cannot be deleted while a rule names them", async () => {
    const account = await connectBalanced(connect);
    const { run, elb } = account;
    const blue = await createTargetGroup(account, "blue");
    await listen(account, { [blue]: 1 });
    const deletion = run(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: blue })));
    await expect(deletion).rejects.toMatchObject({ name: "ResourceInUseException" });
  });

  test("that are unknown are TargetGroupNotFound", async () => {
    const { run, elb } = await connectBalanced(connect);
    const reading = run(elb.send(new DescribeTargetGroupsCommand({ Names: ["none"] })));
    await expect(reading).rejects.toMatchObject({ name: "TargetGroupNotFoundException" });
  });

  test("take new health check settings and attributes, within their ranges", async () => {
    const account = await connectBalanced(connect);
    const { run, elb } = account;
    const TargetGroupArn = await createTargetGroup(account, "blue");
    const modified = await run(
      elb.send(new ModifyTargetGroupCommand({ TargetGroupArn, HealthCheckIntervalSeconds: 10 })),
    );
    expect(modified.TargetGroups?.[0]?.HealthCheckIntervalSeconds).toBe(10);
    await expect(
      run(elb.send(new ModifyTargetGroupCommand({ TargetGroupArn, HealthCheckIntervalSeconds: 4 }))),
    ).rejects.toMatchObject({ name: "ValidationError" });
    const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: "3601" }];
    await expect(
      run(elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }))),
    ).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("of an Application Load Balancer hold 1,000 targets (aws-facts 2)", async () => {
    const account = await connectBalanced(connect);
    const arn = await createTargetGroup(account, "blue");
    const ids = launchServers(account.world, 1001);
    await register(account, arn, ids.slice(0, 1000));
    await expect(register(account, arn, ids.slice(1000))).rejects.toMatchObject({
      name: "TooManyTargetsException",
    });
  });

  test("of one load balancer hold 1,000 targets together (aws-facts 2)", async () => {
    const account = await connectBalanced(connect);
    const [blue, green] = [
      await createTargetGroup(account, "blue"),
      await createTargetGroup(account, "green"),
    ];
    await listen(account, { [blue]: 1, [green]: 0 });
    const ids = launchServers(account.world, 501);
    await register(account, blue, ids.slice(0, 500));
    await expect(register(account, green, ids)).rejects.toMatchObject({ name: "TooManyTargetsException" });
  });

  test("hold more once the account's quota is raised", async () => {
    const account = await connectBalanced(connect);
    const { run, elb, world } = account;
    raiseLimit(world, "targets-per-target-group", 1001);
    const arn = await createTargetGroup(account, "blue");
    const ids = launchServers(world, 1001);
    await register(account, arn, ids);
    expect(world.state.targetGroups.get(arn)?.targets.size).toBe(1001);
    const { Limits } = await run(elb.send(new DescribeAccountLimitsCommand({})));
    expect(Limits).toContainEqual({ Name: "targets-per-target-group", Max: "1001" });
  });

  test("take no more than the quota from an Auto Scaling group either", async () => {
    const account = await connectBalanced(connect);
    const { world } = account;
    raiseLimit(world, "targets-per-target-group", 2);
    const arn = await createTargetGroup(account, "blue");
    const ids = launchServers(world, 3);
    registerTargets(world, arn, ids);
    expect([...(world.state.targetGroups.get(arn)?.targets.keys() ?? [])]).toEqual(ids.slice(0, 2));
  });

  test("refuse an instance that does not run", async () => {
    const { run, elb, ...account } = await connectBalanced(connect);
    const TargetGroupArn = await createTargetGroup({ run, elb, ...account }, "blue");
    const command = new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: "i-0123456789abcdef0" }] });
    await expect(run(elb.send(command))).rejects.toMatchObject({ name: "InvalidTargetException" });
  });
});

bothWays("Load balancers", (connect) => {
  test("are created once, and found by name", async () => {
    const { run, elb, loadBalancerArn } = await connectBalanced(connect);
    const found = await run(elb.send(new DescribeLoadBalancersCommand({ Names: ["web"] })));
    expect(found.LoadBalancers?.[0]).toMatchObject({
      LoadBalancerArn: loadBalancerArn,
      Type: "application",
      State: { Code: "active" },
    });
    expect(found.LoadBalancers?.[0]?.DNSName).toMatch(/^web-\d+\.us-east-1\.elb\.amazonaws\.com$/);
    const lost = run(elb.send(new DescribeLoadBalancersCommand({ Names: ["none"] })));
    await expect(lost).rejects.toMatchObject({ name: "LoadBalancerNotFoundException" });
  });

  test("of type application need subnets in two zones", async () => {
    const { run, elb } = await connectBalanced(connect);
    const creation = run(elb.send(new CreateLoadBalancerCommand({ Name: "small", Subnets: [SUBNET_A] })));
    await expect(creation).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("and their parts carry tags, read for at most 20 at a time", async () => {
    const account = await connectBalanced(connect);
    const { run, elb, loadBalancerArn } = account;
    const ResourceArns = [loadBalancerArn, await createTargetGroup(account, "blue")];
    const Tags = [
      { Key: "fleet", Value: "web" },
      { Key: "old", Value: "yes" },
    ];
    await run(elb.send(new AddTagsCommand({ ResourceArns, Tags })));
    await run(elb.send(new RemoveTagsCommand({ ResourceArns, TagKeys: ["old"] })));
    const { TagDescriptions } = await run(elb.send(new DescribeTagsCommand({ ResourceArns })));
    expect(TagDescriptions?.map((each) => each.Tags)).toEqual([[Tags[0]], [Tags[0]]]);
    const many = run(elb.send(new DescribeTagsCommand({ ResourceArns: Array(21).fill(loadBalancerArn) })));
    await expect(many).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("have quotas that can be read", async () => {
    const { run, elb } = await connectBalanced(connect);
    const { Limits } = await run(elb.send(new DescribeAccountLimitsCommand({})));
    expect(Limits).toContainEqual({ Name: "targets-per-target-group", Max: "1000" });
  });
});
