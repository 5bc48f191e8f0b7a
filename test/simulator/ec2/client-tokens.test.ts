import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateReplaceRootVolumeTaskCommand,
  ModifyLaunchTemplateCommand,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectFurnished, pass, registerImage } from "../../support/simulator/ec2/furnished.ts";

const MISMATCH = { name: "IdempotentParameterMismatch", $metadata: { httpStatusCode: 400 } };

// EC2DG/ec2-api-idempotency.html
bothWays("client tokens", (connect) => {
  test("the same token with other parameters is refused; with the same ones it does nothing more", async () => {
    const account = await connectFurnished(connect);
    const { run, ec2, world } = account;
    const ImageId = await registerImage(account, "web-1");
    const launch = (MaxCount: number) =>
      run(
        ec2.send(
          new RunInstancesCommand({
            ImageId,
            InstanceType: "t3.micro",
            MinCount: 1,
            MaxCount,
            ClientToken: "once",
          }),
        ),
      );
    const first = await launch(2);
    expect(await launch(2)).toMatchObject({ ReservationId: first.ReservationId });
    await expect(launch(3)).rejects.toMatchObject(MISMATCH);
    expect(world.state.instances.size).toBe(2);
  });

  test("a template and its versions: each call has tokens of its own", async () => {
    const { run, ec2 } = await connectFurnished(connect);
    const ClientToken = "once";
    const create = (LaunchTemplateName: string) =>
      run(
        ec2.send(
          new CreateLaunchTemplateCommand({
            LaunchTemplateName,
            ClientToken,
            LaunchTemplateData: { ImageId: "ami-1" },
          }),
        ),
      );
    await create("web");
    await expect(create("shop")).rejects.toMatchObject(MISMATCH);
    const addVersion = (ImageId: string) =>
      run(
        ec2.send(
          new CreateLaunchTemplateVersionCommand({
            LaunchTemplateName: "web",
            ClientToken,
            LaunchTemplateData: { ImageId },
          }),
        ),
      );
    expect((await addVersion("ami-2")).LaunchTemplateVersion?.VersionNumber).toBe(2);
    await expect(addVersion("ami-3")).rejects.toMatchObject(MISMATCH);
  });

  test("a default version that was set with a token is not set with it again", async () => {
    const { run, ec2 } = await connectFurnished(connect);
    await run(
      ec2.send(
        new CreateLaunchTemplateCommand({
          LaunchTemplateName: "web",
          LaunchTemplateData: { ImageId: "ami-1" },
        }),
      ),
    );
    await run(
      ec2.send(
        new CreateLaunchTemplateVersionCommand({
          LaunchTemplateName: "web",
          LaunchTemplateData: { ImageId: "ami-2" },
        }),
      ),
    );
    const setDefault = async (DefaultVersion: string, ClientToken: string) => {
      const command = new ModifyLaunchTemplateCommand({
        LaunchTemplateName: "web",
        DefaultVersion,
        ClientToken,
      });
      return (await run(ec2.send(command))).LaunchTemplate?.DefaultVersionNumber;
    };
    expect(await setDefault("2", "first")).toBe(2);
    expect(await setDefault("1", "second")).toBe(1);
    expect(await setDefault("2", "first")).toBe(1);
    await expect(setDefault("1", "first")).rejects.toMatchObject(MISMATCH);
  });

  test("a token of a call that failed is free", async () => {
    const account = await connectFurnished(connect);
    const { run, ec2, world } = account;
    const ImageId = await registerImage(account, "web-1");
    const launched = await run(
      ec2.send(new RunInstancesCommand({ ImageId, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 })),
    );
    const InstanceId = launched.Instances?.[0]?.InstanceId ?? "";
    const replace = (image?: string) =>
      run(
        ec2.send(new CreateReplaceRootVolumeTaskCommand({ InstanceId, ImageId: image, ClientToken: "once" })),
      );
    await expect(replace()).rejects.toMatchObject({ name: "IncorrectInstanceState" });
    pass(world, 10);
    const { ReplaceRootVolumeTask } = await replace(ImageId);
    expect(ReplaceRootVolumeTask?.InstanceId).toBe(InstanceId);
    await expect(replace()).rejects.toMatchObject(MISMATCH);
  });
});
