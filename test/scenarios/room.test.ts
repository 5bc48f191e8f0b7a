import {
  DeleteLaunchTemplateCommand,
  DeregisterImageCommand,
  RegisterImageCommand,
} from "@aws-sdk/client-ec2";
import { RegisterTargetsCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { DeleteParameterCommand } from "@aws-sdk/client-ssm";
import { raiseLimit } from "../../simulator/services/elbv2/account-limits.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** Refused: said with numbers, and nothing was made. */
async function expectRefused(web: Web, why: RegExp): Promise<void> {
  await web.settled();
  const told = (await web.entries()).findLast(({ action }) => action === "refused");
  expect(told?.reason).toMatch(why);
  expect(web.changes()).toEqual([]);
  expect(await web.rollouts()).toEqual([]);
}

scenario("too few free addresses for a second fleet", {}, async (web) => {
  for (const subnet of web.simulator.world.state.subnets.values()) subnet.freeAddresses = 1;
  await web.publish();
  await expectRefused(web, /4 servers need as many addresses, subnet-a, subnet-b have 2 free/);
});

scenario("too many targets for one load balancer", {}, async (web) => {
  raiseLimit(web.simulator.world, "targets-per-application-load-balancer", 7);
  await web.publish();
  await expectRefused(web, /blue and green are 8 targets, the load balancer takes 7/);
});

scenario("too many targets for one target group", {}, async (web) => {
  raiseLimit(web.simulator.world, "targets-per-target-group", 3);
  await web.publish();
  await expectRefused(web, /green is 4 targets, a target group takes 3/);
});

scenario("leftovers in green's target group", {}, async (web) => {
  const [server] = web.simulator.world.state.instances.keys();
  const TargetGroupArn = web.account.targetGroups[1];
  await web.person.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: server }] }));
  await web.publish();
  await expectRefused(web, /still has 1 targets/);
});

scenario("an image of the wrong architecture", {}, async (web) => {
  const { ImageId: image = "" } = await web.person.ec2.send(
    new RegisterImageCommand({ Name: "web-arm", Architecture: "arm64", RootDeviceName: "/dev/xvda" }),
  );
  await web.start({ image });
  await expectRefused(web, /is arm64 and the fleet's servers are x86_64/);
});

scenario("an image that is gone", {}, async (web) => {
  const image = await web.bake();
  await web.person.ec2.send(new DeregisterImageCommand({ ImageId: image }));
  await web.start({ image });
  await expectRefused(web, /does not exist/);
});

scenario("a launch template that is gone", {}, async (web) => {
  const image = await web.bake();
  const { launchTemplates } = web.simulator.world.state;
  const template = launchTemplates.get(web.account.template);
  await web.person.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: web.account.template }));
  await web.start({ image });
  await expectRefused(web, /launch template lt-.* does not exist/);
  if (template) launchTemplates.set(template.id, template);
});

scenario("a channel that is gone, when somebody starts a rollout by hand: told why", {}, async (web) => {
  await web.person.ssm.send(new DeleteParameterCommand({ Name: web.account.channel }));
  await web.start();
  await web.settled();
  expect((await web.entries()).at(-1)).toMatchObject({
    action: "refused",
    reason: `no image is known from channel ${web.account.channel}: the next sweep reads it; publish one, or pass --image`,
  });
  expect(web.changes()).toEqual([]);
});

scenario("a group that somebody pointed at another template version", {}, async (web) => {
  const group = web.simulator.world.state.groups.get("web");
  const pinned = group?.launchTemplate;
  if (!group || !pinned) throw new Error("web has no template");
  group.launchTemplate = { ...pinned, version: "$Latest" };
  await web.publish();
  await expectRefused(web, /launches from template version \$Latest, generation 1 was pinned to 1/);
  group.launchTemplate = pinned;
});
