import {
  DescribeAvailabilityZonesCommand,
  DescribeCapacityReservationsCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectFurnished } from "../../support/simulator/ec2/furnished.ts";
import { connectServers } from "../../support/simulator/ec2/servers.ts";

// What rules of other tools read (cloud-custodian's filters): EC2/Instance, EC2/Subnet, EC2/Image.
bothWays("what EC2 shows is whole", (connect) => {
  test("a server: where, on what, with which options; without a tag it has no member Tags", async () => {
    const { shown, pass } = await connectServers(connect, { MinCount: 2, TagSpecifications: [] });
    pass(60);
    const server = await shown();
    expect(server).toMatchObject({
      AmiLaunchIndex: 0,
      CapacityReservationSpecification: { CapacityReservationPreference: "open" },
      CurrentInstanceBootMode: "legacy-bios",
      EnclaveOptions: { Enabled: false },
      Hypervisor: "xen",
      MaintenanceOptions: { AutoRecovery: "default" },
      Placement: { AvailabilityZone: "us-east-1a", AvailabilityZoneId: "use1-az1", Tenancy: "default" },
      PlatformDetails: "Linux/UNIX",
      StateTransitionReason: "",
      UsageOperation: "RunInstances",
    });
    expect(server.NetworkInterfaces?.[0]).toMatchObject({
      MacAddress: "02:00:ac:1f:00:04",
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: "172.31.0.4" }],
    });
    expect(server).not.toHaveProperty("Tags");
    expect(server).not.toHaveProperty("PublicIpAddress");
  });

  test("a server that was stopped says since when, in words that tools parse", async () => {
    const { run, ec2, ids, shown, pass, world } = await connectServers(connect, {});
    pass(60);
    await run(ec2.send(new StopInstancesCommand({ InstanceIds: ids })));
    const at = new Date(world.now()).toISOString().slice(0, 16).replace("T", " ");
    pass(20);
    const { StateTransitionReason, StateReason } = await shown();
    expect(StateTransitionReason).toMatch(new RegExp(`^User initiated \\(${at}:\\d\\d GMT\\)$`));
    expect(StateReason).toEqual({
      Code: "Client.UserInitiatedShutdown",
      Message: "Client.UserInitiatedShutdown: User initiated shutdown",
    });
  });

  test("a subnet, its zone and its VPC", async () => {
    const { run, ec2 } = await connectFurnished(connect);
    const Filters = [
      { Name: "availability-zone-id", Values: ["use1-az2"] },
      { Name: "default-for-az", Values: ["true"] },
    ];
    const { Subnets } = await run(ec2.send(new DescribeSubnetsCommand({ Filters })));
    expect(Subnets).toMatchObject([
      {
        SubnetId: "subnet-b",
        AvailabilityZoneId: "use1-az2",
        DefaultForAz: true,
        MapPublicIpOnLaunch: false,
        AssignIpv6AddressOnCreation: false,
        Ipv6Native: false,
      },
    ]);
    expect(Subnets?.[0]).not.toHaveProperty("Tags");
    const { AvailabilityZones } = await run(ec2.send(new DescribeAvailabilityZonesCommand({})));
    expect(AvailabilityZones?.[2]).toMatchObject({ ZoneId: "use1-az3", OptInStatus: "opt-in-not-required" });
    const { Vpcs } = await run(
      ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["true"] }] })),
    );
    expect(Vpcs).toMatchObject([{ InstanceTenancy: "default", DhcpOptionsId: "dopt-0default" }]);
  });

  test("an image and the volume in it", async () => {
    const { run, ec2, ImageId } = await connectServers(connect, {});
    const { Images } = await run(ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId] })));
    expect(Images?.[0]).toMatchObject({
      DeregistrationProtection: "disabled",
      ImageAllowed: true,
      UsageOperation: "RunInstances",
      BlockDeviceMappings: [{ Ebs: { Encrypted: false, VolumeSize: 8, VolumeType: "gp3" } }],
    });
  });

  test("capacity reservations: none, and none by id", async () => {
    const { run, ec2 } = await connectFurnished(connect);
    const none = await run(
      ec2.send(new DescribeCapacityReservationsCommand({ Filters: [{ Name: "state", Values: ["active"] }] })),
    );
    expect(none.CapacityReservations).toEqual([]);
    const named = new DescribeCapacityReservationsCommand({ CapacityReservationIds: ["cr-1"] });
    await expect(run(ec2.send(named))).rejects.toMatchObject({
      name: "InvalidCapacityReservationId.NotFound",
    });
  });
});
