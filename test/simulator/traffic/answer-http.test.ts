import { CreateRuleCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import { sicken, terminateInstances } from "../../../simulator/services/ec2/instances/instance-life.ts";
import { answerHttp } from "../../../simulator/traffic/answer-http.ts";
import type { World } from "../../../simulator/world/world.ts";
import { connectDirect } from "../../support/simulator/elbv2/direct.ts";
import {
  createTargetGroup,
  forward,
  launchServers,
  listen,
  pass,
  register,
  startServers,
} from "../../support/simulator/elbv2/load-balanced.ts";

const addressOf = (world: World, id: string): string => world.state.instances.get(id)?.privateIp ?? "";

test("a server refuses while it boots, answers its status, then 503 when sick, and refuses once gone", async () => {
  const { world } = await connectDirect();
  const [id = ""] = startServers(world, 1, { bootSeconds: 10, healthySeconds: 5, httpStatus: 204 });
  const ask = () => answerHttp(world, { host: addressOf(world, id), port: 80, path: "/healthz" });
  expect(ask()).toBe("refused");
  pass(world, 15);
  expect(ask()).toMatchObject({ status: 204 });
  sicken(world, id);
  expect(ask()).toMatchObject({ status: 503 });
  terminateInstances(world, [id], "Client.UserInitiatedShutdown");
  expect(ask()).toBe("refused");
});

test("a load balancer answers through its listener, by rule, and says 503 for an empty target group", async () => {
  const account = await connectDirect();
  const { world, run, elb } = account;
  const [blue, empty] = [await createTargetGroup(account, "blue"), await createTargetGroup(account, "empty")];
  const ListenerArn = await listen(account, { [blue]: 1 });
  const Conditions = [{ Field: "path-pattern", PathPatternConfig: { Values: ["/api/*"] } }];
  await run(
    elb.send(
      new CreateRuleCommand({ ListenerArn, Priority: 1, Conditions, Actions: [forward({ [empty]: 1 })] }),
    ),
  );
  const [id = ""] = launchServers(world, 1);
  await register(account, blue, [id]);
  pass(world, 30);
  const host = [...world.state.loadBalancers.values()][0]?.dnsName ?? "";
  expect(answerHttp(world, { host, port: 80, path: "/" })).toEqual({ status: 200, body: `${id} ok` });
  expect(answerHttp(world, { host, port: 80, path: "/api/users" })).toMatchObject({ status: 503 });
  expect(answerHttp(world, { host, port: 443, path: "/" })).toBe("refused");
});

test("nobody answers at an unknown host", async () => {
  const { world } = await connectDirect();
  expect(answerHttp(world, { host: "nowhere.example", port: 80, path: "/" })).toBe("refused");
});
