import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeCapacityReservationCommand,
  DescribeListenerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ModifyListenerAttributesCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import { DEFAULT_VPC, SUBNET_A, SUBNET_B } from "../../../simulator/services/ec2/furnish.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";
import {
  connectBalanced,
  createTargetGroup,
  launchServers,
  listen,
  pass,
  register,
  targetStates,
} from "../../support/simulator/elbv2/load-balanced.ts";

const SUBNET_C = "subnet-c";
const EMPTY = "" as never;

bothWays("What Terraform sends and reads", (connect) => {
  test("empty strings are no values, of parameters that are not carried out either", async () => {
    const { run, elb } = await connectBalanced(connect);
    const input = { Subnets: [SUBNET_A, SUBNET_B], IpAddressType: EMPTY, CustomerOwnedIpv4Pool: "" };
    const made = await run(elb.send(new CreateLoadBalancerCommand({ Name: "two", ...input })));
    expect(made.LoadBalancers?.[0]).toMatchObject({ LoadBalancerName: "two", IpAddressType: "ipv4" });
    const { TargetGroups } = await run(
      elb.send(
        new CreateTargetGroupCommand({
          Name: "blue",
          Protocol: "HTTP",
          Port: 80,
          VpcId: DEFAULT_VPC,
          HealthCheckPath: "",
          HealthCheckProtocol: EMPTY,
          Matcher: { HttpCode: "" },
          Tags: [{ Key: "empty", Value: "" }],
        }),
      ),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? "";
    expect(TargetGroups?.[0]).toMatchObject({ HealthCheckPath: "/", Matcher: { HttpCode: "200" } });
    const tags = await run(elb.send(new DescribeTagsCommand({ ResourceArns: [TargetGroupArn] })));
    expect(tags.TagDescriptions?.[0]?.Tags).toEqual([{ Key: "empty", Value: "" }]);
    await expect(run(elb.send(new CreateLoadBalancerCommand({ Name: "" })))).rejects.toMatchObject({
      name: "ValidationError",
    });
    const named = { Name: "three", Subnets: [SUBNET_A, SUBNET_B], CustomerOwnedIpv4Pool: "pool" };
    await expect(run(elb.send(new CreateLoadBalancerCommand(named)))).rejects.toMatchObject({
      name: "NotImplementedBySimulator",
    });
  });

  test("a forward may leave its target group empty where it has a list", async () => {
    const account = await connectBalanced(connect);
    const { run, elb, loadBalancerArn: LoadBalancerArn } = account;
    const blue = await createTargetGroup(account, "blue");
    const ForwardConfig = { TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }] };
    const DefaultActions = [{ Type: "forward" as const, TargetGroupArn: "", ForwardConfig }];
    const listener = { LoadBalancerArn, Protocol: "HTTP" as const, Port: 80, SslPolicy: "", DefaultActions };
    const { Listeners } = await run(elb.send(new CreateListenerCommand(listener)));
    expect(Listeners?.[0]?.DefaultActions?.[0]?.TargetGroupArn).toBe(blue);
    expect(Listeners?.[0]?.SslPolicy).toBeUndefined();
  });

  test("subnets may be given as mappings, without addresses of one's own", async () => {
    const { run, elb } = await connectBalanced(connect);
    const SubnetMappings = [{ SubnetId: SUBNET_A }, { SubnetId: SUBNET_B }];
    const made = await run(elb.send(new CreateLoadBalancerCommand({ Name: "two", SubnetMappings })));
    expect(made.LoadBalancers?.[0]?.AvailabilityZones?.map(({ SubnetId }) => SubnetId)).toEqual([
      SUBNET_A,
      SUBNET_B,
    ]);
    const own = { Name: "three", SubnetMappings: [{ SubnetId: SUBNET_A, AllocationId: "eipalloc-1" }] };
    await expect(run(elb.send(new CreateLoadBalancerCommand(own)))).rejects.toMatchObject({
      name: "ValidationError",
    });
  });

  test("listeners have attributes, load balancers no reserved capacity", async () => {
    const account = await connectBalanced(connect);
    const { run, elb, loadBalancerArn: LoadBalancerArn } = account;
    const ListenerArn = await listen(account, { [await createTargetGroup(account, "blue")]: 1 });
    const Attributes = [{ Key: "routing.http.response.server.enabled", Value: "false" }];
    await run(elb.send(new ModifyListenerAttributesCommand({ ListenerArn, Attributes })));
    const read = await run(elb.send(new DescribeListenerAttributesCommand({ ListenerArn })));
    expect(read.Attributes).toContainEqual(Attributes[0]);
    const wrong = [{ Key: "tcp.idle_timeout.seconds", Value: "100" }];
    await expect(
      run(elb.send(new ModifyListenerAttributesCommand({ ListenerArn, Attributes: wrong }))),
    ).rejects.toMatchObject({ name: "ValidationError" });
    const reservation = await run(elb.send(new DescribeCapacityReservationCommand({ LoadBalancerArn })));
    expect(reservation.MinimumLoadBalancerCapacity).toBeUndefined();
  });

  test("subnets and security groups can be changed afterwards", async () => {
    const account = await connectBalanced(connect);
    const { run, elb, loadBalancerArn: LoadBalancerArn, world } = account;
    const arn = await createTargetGroup(account, "blue");
    await listen(account, { [arn]: 1 });
    await register(account, arn, launchServers(world, 1));
    pass(world, 30);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
    // The server is in zone a, which is enabled no more.
    await run(elb.send(new SetSubnetsCommand({ LoadBalancerArn, Subnets: [SUBNET_B, SUBNET_C] })));
    expect(await targetStates(account, arn)).toEqual(["unused Target.NotInUse"]);
    await run(elb.send(new SetSubnetsCommand({ LoadBalancerArn, Subnets: [SUBNET_A, SUBNET_B] })));
    pass(world, 30);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
    await run(elb.send(new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups: ["sg-web"] })));
    const { LoadBalancers } = await run(elb.send(new DescribeLoadBalancersCommand({})));
    expect(LoadBalancers?.[0]?.SecurityGroups).toEqual(["sg-web"]);
    const unknown = { LoadBalancerArn, SecurityGroups: ["sg-none"] };
    await expect(run(elb.send(new SetSecurityGroupsCommand(unknown)))).rejects.toMatchObject({
      name: "InvalidSecurityGroupException",
    });
  });

  test("a Network Load Balancer keeps the subnets it had (ELB/SetSubnets)", async () => {
    const { run, elb, loadBalancerArn: LoadBalancerArn } = await connectBalanced(connect, "network");
    const fewer = { LoadBalancerArn, Subnets: [SUBNET_A] };
    await expect(run(elb.send(new SetSubnetsCommand(fewer)))).rejects.toMatchObject({
      name: "InvalidConfigurationRequestException",
    });
    const more = { LoadBalancerArn, Subnets: [SUBNET_A, SUBNET_B, SUBNET_C] };
    const { AvailabilityZones } = await run(elb.send(new SetSubnetsCommand(more)));
    expect(AvailabilityZones).toHaveLength(3);
  });
});
