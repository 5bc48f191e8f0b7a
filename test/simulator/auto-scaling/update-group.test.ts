import { SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateVersionCommand } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { connectGroups } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

bothWays("UpdateAutoScalingGroup", (connect) => {
  test("replaces no running server; a new template counts for later launches (aws-facts 1.2)", async () => {
    const { create, pass, run, ec2, template, imageId, ids, servers, update, setDesired } =
      await connectGroups(connect);
    await create({ DesiredCapacity: 1 });
    pass(10);
    const before = await ids();
    const LaunchTemplateData = { ImageId: imageId, InstanceType: "t3.small" as const };
    await run(
      ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateId: template, LaunchTemplateData })),
    );
    await update({ LaunchTemplate: { LaunchTemplateId: template, Version: "2" } });
    pass(60);
    expect(await ids()).toEqual(before);
    await setDesired(2);
    pass(10);
    expect((await servers()).map(({ InstanceType }) => InstanceType)).toEqual(["t3.micro", "t3.small"]);
  });

  test("a desired capacity that is not given follows the bounds; one that is given must lie within", async () => {
    const { create, describe, update } = await connectGroups(connect);
    await create({ DesiredCapacity: 4 });
    await update({ MaxSize: 3 });
    expect(await describe()).toMatchObject({ MinSize: 0, MaxSize: 3, DesiredCapacity: 3 });
    await update({ MinSize: 5, MaxSize: 9 });
    expect((await describe())?.DesiredCapacity).toBe(5);
    await expect(update({ DesiredCapacity: 10 })).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("minus one clears a maintenance policy and the warm-up (aws-facts 1.2)", async () => {
    const { create, describe, update } = await connectGroups(connect);
    const InstanceMaintenancePolicy = { MinHealthyPercentage: 90, MaxHealthyPercentage: 120 };
    await create({ InstanceMaintenancePolicy, DefaultInstanceWarmup: 60 });
    expect(await describe()).toMatchObject({ InstanceMaintenancePolicy, DefaultInstanceWarmup: 60 });
    const cleared = { MinHealthyPercentage: -1, MaxHealthyPercentage: -1 };
    await update({ InstanceMaintenancePolicy: cleared, DefaultInstanceWarmup: -1 });
    expect(await describe()).not.toHaveProperty("InstanceMaintenancePolicy");
    expect(await describe()).not.toHaveProperty("DefaultInstanceWarmup");
  });

  test("an unknown group is a ValidationError", async () => {
    const { update, setDesired } = await connectGroups(connect);
    await expect(update({ MinSize: 0 })).rejects.toMatchObject({ name: "ValidationError" });
    await expect(setDesired(1)).rejects.toMatchObject({ name: "ValidationError" });
  });
});

bothWays("SetDesiredCapacity", (connect) => {
  test("stays within the bounds", async () => {
    const { create, setDesired } = await connectGroups(connect);
    await create({ MinSize: 1, MaxSize: 2 });
    await expect(setDesired(3)).rejects.toThrow("above max value 2");
    await expect(setDesired(0)).rejects.toThrow("below min value 1");
  });

  test("with HonorCooldown it waits for the cooldown (API reference)", async () => {
    const { create, pass, run, asg, describe } = await connectGroups(connect);
    await create({ DesiredCapacity: 1, DefaultCooldown: 100 });
    pass(50);
    const set = () => {
      const input = { AutoScalingGroupName: "web", DesiredCapacity: 2, HonorCooldown: true };
      return run(asg.send(new SetDesiredCapacityCommand(input)));
    };
    await expect(set()).rejects.toMatchObject({ name: "ScalingActivityInProgressFault" });
    pass(60);
    await set();
    expect((await describe())?.DesiredCapacity).toBe(2);
  });
});
