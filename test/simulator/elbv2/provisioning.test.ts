import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import { SUBNET_A, SUBNET_B } from "../../../simulator/services/ec2/furnish.ts";
import { createTraffic } from "../../../simulator/traffic/create-traffic.ts";
import { answerHttp } from "../../../simulator/traffic/answer-http.ts";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import {
  type Balanced,
  createTargetGroup,
  launchServers,
  listen,
  pass,
  register,
  targetStates,
} from "../../support/simulator/elbv2/load-balanced.ts";

/** An account whose load balancer was made just now. */
async function connectNew(connect: Connect): Promise<Balanced & { readonly dns: string }> {
  const connection = await connect({ quotas: false });
  const elb = new ElasticLoadBalancingV2Client(connection.clientOptions);
  const input = { Name: "web", Subnets: [SUBNET_A, SUBNET_B] };
  const made = await connection.run(elb.send(new CreateLoadBalancerCommand(input)));
  const [{ LoadBalancerArn = "", DNSName: dns = "" } = {}] = made.LoadBalancers ?? [];
  return { ...connection, world: connection.simulator.world, elb, loadBalancerArn: LoadBalancerArn, dns };
}

async function stateOf({ run, elb, loadBalancerArn }: Balanced): Promise<string | undefined> {
  const command = new DescribeLoadBalancersCommand({ LoadBalancerArns: [loadBalancerArn] });
  return (await run(elb.send(command))).LoadBalancers?.[0]?.State?.Code;
}

bothWays("A new load balancer", (connect) => {
  test("is provisioning at first and then active (ELB/LoadBalancerState)", async () => {
    const account = await connectNew(connect);
    expect(await stateOf(account)).toBe("provisioning");
    pass(account.world, 118);
    expect(await stateOf(account)).toBe("provisioning");
    pass(account.world, 2);
    expect(await stateOf(account)).toBe("active");
  });

  test("takes listeners and targets meanwhile, checks them when it is active, and routes nothing before", async () => {
    const account = await connectNew(connect);
    const { world } = account;
    const arn = await createTargetGroup(account, "blue");
    const listenerArn = await listen(account, { [arn]: 1 });
    await register(account, arn, launchServers(world, 1));
    const traffic = createTraffic(world);
    traffic.start({ listenerArn, requestsPerSecond: 10 });
    pass(world, 100);
    expect(await targetStates(account, arn)).toEqual(["initial Elb.RegistrationInProgress"]);
    expect(traffic.report()).toMatchObject({ served: 0, lostByReason: { "no-route": 1000 } });
    const request = { host: account.dns, port: 80, path: "/" };
    expect(answerHttp(world, request)).toBe("refused");
    pass(world, 20);
    expect(await targetStates(account, arn)).toEqual(["initial Elb.InitialHealthChecking"]);
    expect(answerHttp(world, request)).toMatchObject({ status: 200 });
    pass(world, 30);
    expect(await targetStates(account, arn)).toEqual(["healthy"]);
    expect(traffic.report().served).toBeGreaterThan(290);
  });

  test("takes attributes meanwhile, and can be deleted", async () => {
    const account = await connectNew(connect);
    const { run, elb, loadBalancerArn: LoadBalancerArn, world } = account;
    const Attributes = [{ Key: "idle_timeout.timeout_seconds", Value: "30" }];
    await run(elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes })));
    await run(elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn })));
    pass(world, 200);
    await expect(stateOf(account)).rejects.toMatchObject({ name: "LoadBalancerNotFoundException" });
  });
});
