import {
  CreateInstanceConnectEndpointCommand,
  DescribeInstanceConnectEndpointsCommand,
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
} from "@aws-sdk/client-ec2";
import { cancelEvent, scheduleEvent } from "../../simulator/services/ec2/scheduled/scheduled-events.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

const DAY = 86_400;
/** A server that stops loses what it was answering: nobody asks these. */
const UNASKED = { strategy: "none" } as const;

scenario(
  "what EC2 schedules is shown for its server alone, carried out at its time, and shown as over for a week",
  UNASKED,
  async (web) => {
    const { person, simulator } = web;
    const [id = ""] = [...simulator.world.state.instances.keys()];
    const shown = async () => {
      const Filters = [{ Name: "event.code", Values: ["instance-retirement"] }];
      const { InstanceStatuses = [] } = await person.ec2.send(
        new DescribeInstanceStatusCommand({ Filters, IncludeAllInstances: true }),
      );
      return InstanceStatuses.map(({ InstanceId, Events = [] }) => [InstanceId, Events[0]?.Description]);
    };
    scheduleEvent(simulator.world, id, { code: "instance-retirement", seconds: DAY });
    expect(await shown()).toEqual([[id, "The instance is running on degraded hardware"]]);
    await web.minutes(24 * 60 + 10);
    expect(simulator.world.state.instances.get(id)?.state).not.toBe("running");
    await web.minutes(7 * 24 * 60);
    expect(await shown()).toEqual([]);
  },
);

scenario("what EC2 takes back is not carried out", {}, async (web) => {
  const { simulator } = web;
  const [id = ""] = [...simulator.world.state.instances.keys()];
  const stop = { code: "instance-stop", seconds: DAY } as const;
  expect(() => scheduleEvent(simulator.world, "i-none", stop)).toThrow("is no running server");
  const event = scheduleEvent(simulator.world, id, stop);
  cancelEvent(simulator.world, id, event);
  await web.minutes(25 * 60);
  const server = simulator.world.state.instances.get(id);
  expect([server?.state, server?.scheduled?.[0]?.description]).toEqual([
    "running",
    "[Canceled] The instance is running on degraded hardware",
  ]);
});

scenario("an endpoint is of its subnet's network, in which an address is one server's", {}, async (web) => {
  const { ec2 } = web.person;
  const [subnet] = web.simulator.world.state.subnets.values();
  const made = await ec2.send(new CreateInstanceConnectEndpointCommand({ SubnetId: subnet?.id }));
  const endpoint = made.InstanceConnectEndpoint;
  expect(endpoint).toMatchObject({ State: "create-complete", VpcId: subnet?.vpcId });
  const [server] = web.simulator.world.state.instances.values();
  const at = (VpcId: string) =>
    ec2.send(
      new DescribeInstancesCommand({
        Filters: [
          { Name: "vpc-id", Values: [VpcId] },
          { Name: "private-ip-address", Values: [server?.privateIp ?? ""] },
        ],
      }),
    );
  const ids = async (vpc: string) =>
    (await at(vpc)).Reservations?.flatMap(({ Instances = [] }) =>
      Instances.map(({ InstanceId }) => InstanceId),
    );
  expect([await ids(subnet?.vpcId ?? ""), await ids("vpc-other")]).toEqual([[server?.id], []]);
  const unknown = new DescribeInstanceConnectEndpointsCommand({ InstanceConnectEndpointIds: ["eice-none"] });
  await expect(ec2.send(unknown)).rejects.toMatchObject({
    name: "InvalidInstanceConnectEndpointId.NotFound",
  });
  await expect(
    ec2.send(new CreateInstanceConnectEndpointCommand({ SubnetId: "subnet-none" })),
  ).rejects.toMatchObject({ name: "InvalidSubnetID.NotFound" });
});
