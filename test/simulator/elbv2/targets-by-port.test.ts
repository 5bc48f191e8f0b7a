import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, test } from "vitest";
import { raiseLimit } from "../../../simulator/services/elbv2/account-limits.ts";
import { createTraffic } from "../../../simulator/traffic/create-traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectDirect } from "../../support/simulator/elbv2/direct.ts";
import {
  type Balanced,
  connectBalanced,
  createTargetGroup,
  launchServers,
  listen,
  pass,
} from "../../support/simulator/elbv2/load-balanced.ts";

const registerPorts = async ({ run, elb }: Balanced, arn: string, Id: string, ...ports: number[]) => {
  const Targets = ports.map((Port) => ({ Id, Port }));
  await run(elb.send(new RegisterTargetsCommand({ TargetGroupArn: arn, Targets })));
};

/** `<port>: <state>` of each registered target. */
async function states({ run, elb }: Balanced, TargetGroupArn: string): Promise<string[]> {
  const health = await run(elb.send(new DescribeTargetHealthCommand({ TargetGroupArn })));
  return (health.TargetHealthDescriptions ?? []).map(
    ({ Target, TargetHealth, HealthCheckPort }) =>
      `${Target?.Port}/${HealthCheckPort}: ${TargetHealth?.State}`,
  );
}

bothWays("Targets by port", (connect) => {
  test("one server is a target on each port it is registered with (ELB/RegisterTargets)", async () => {
    const account = await connectBalanced(connect);
    const arn = await createTargetGroup(account, "blue");
    await listen(account, { [arn]: 1 });
    const [id = ""] = launchServers(account.world, 1, { closedPorts: [9000] });
    await registerPorts(account, arn, id, 80, 8080, 9000);
    pass(account.world, 60);
    expect(await states(account, arn)).toEqual([
      "80/80: healthy",
      "8080/8080: healthy",
      "9000/9000: unhealthy",
    ]);
  });

  test("are deregistered by port; without one, that of the group is meant (ELB/DeregisterTargets)", async () => {
    const account = await connectBalanced(connect);
    const { run, elb } = account;
    const TargetGroupArn = await createTargetGroup(account, "blue");
    await listen(account, { [TargetGroupArn]: 1 });
    const [Id = ""] = launchServers(account.world, 1);
    await registerPorts(account, TargetGroupArn, Id, 8080, 8081);
    pass(account.world, 30);
    await run(elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] })));
    expect(await states(account, TargetGroupArn)).toEqual(["8080/8080: healthy", "8081/8081: healthy"]);
    await run(elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id, Port: 8081 }] })));
    expect(await states(account, TargetGroupArn)).toEqual(["8080/8080: healthy", "8081/8081: draining"]);
    const asked = { TargetGroupArn, Targets: [{ Id }, { Id, Port: 8080 }] };
    const { TargetHealthDescriptions } = await run(elb.send(new DescribeTargetHealthCommand(asked)));
    expect(TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State)).toEqual([
      "unused",
      "healthy",
    ]);
  });

  test("take neither a zone nor a port that is none", async () => {
    const account = await connectBalanced(connect);
    const TargetGroupArn = await createTargetGroup(account, "blue");
    const [Id = ""] = launchServers(account.world, 1);
    for (const more of [{ AvailabilityZone: "all" }, { Port: 70_000 }]) {
      const command = new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id, ...more }] });
      await expect(account.run(account.elb.send(command))).rejects.toMatchObject({ name: "ValidationError" });
    }
  });

  test("count one by one against the quotas (aws-facts 2)", async () => {
    const account = await connectBalanced(connect);
    raiseLimit(account.world, "targets-per-target-group", 2);
    const arn = await createTargetGroup(account, "blue");
    const [id = ""] = launchServers(account.world, 1);
    await expect(registerPorts(account, arn, id, 80, 8080, 8081)).rejects.toMatchObject({
      name: "TooManyTargetsException",
    });
  });
});

describe("A server that is a target twice", () => {
  test("gets two shares of the requests, and loses those to the port that is closed until it is found", async () => {
    const account = await connectDirect();
    const { world } = account;
    const arn = await createTargetGroup(account, "blue", { HealthCheckPort: "80" });
    const listenerArn = await listen(account, { [arn]: 1 });
    const [first = "", second = ""] = launchServers(world, 2, { closedPorts: [9000] });
    await registerPorts(account, arn, first, 80, 9000);
    await registerPorts(account, arn, second, 80);
    pass(world, 60);
    // The group checks port 80 alone, so nobody finds out.
    expect(await states(account, arn)).toEqual(["80/80: healthy", "9000/80: healthy", "80/80: healthy"]);
    const traffic = createTraffic(world);
    traffic.start({ listenerArn, requestsPerSecond: 3 });
    pass(world, 100);
    expect(traffic.report()).toMatchObject({ served: 200, lostByReason: { "not-serving": 100 } });
  });
});
