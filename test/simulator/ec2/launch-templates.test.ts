import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  type CreateLaunchTemplateVersionCommandInput,
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  ModifyLaunchTemplateCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import { connectFurnished } from "../../support/simulator/ec2/furnished.ts";

async function connectWithTemplate(connect: Connect) {
  const { run, ec2 } = await connectFurnished(connect);
  const LaunchTemplateData = { ImageId: "ami-1", InstanceType: "t3.micro" as const };
  const created = await run(
    ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: "web", LaunchTemplateData })),
  );
  const LaunchTemplateId = created.LaunchTemplate?.LaunchTemplateId ?? "";
  return {
    run,
    ec2,
    LaunchTemplateId,
    addVersion: async (input: Omit<CreateLaunchTemplateVersionCommandInput, "LaunchTemplateId">) => {
      const command = new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, ...input });
      return (await run(ec2.send(command))).LaunchTemplateVersion;
    },
    versions: async (Versions?: string[]) => {
      const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions });
      return (await run(ec2.send(command))).LaunchTemplateVersions?.map((each) => each.VersionNumber);
    },
    deleteVersions: (...Versions: string[]) =>
      run(ec2.send(new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions }))),
  };
}

// aws-facts 1.1, one test per fact.
bothWays("launch templates", (connect) => {
  test("a version inherits from SourceVersion, and the request overwrites", async () => {
    const { addVersion } = await connectWithTemplate(connect);
    const version = await addVersion({ SourceVersion: "1", LaunchTemplateData: { ImageId: "ami-2" } });
    expect(version?.LaunchTemplateData).toMatchObject({ ImageId: "ami-2", InstanceType: "t3.micro" });
    expect(version?.VersionNumber).toBe(2);
  });

  test("but not the snapshots of its block devices, unless they are given again", async () => {
    const { addVersion } = await connectWithTemplate(connect);
    const devices = [
      { DeviceName: "/dev/sdf", Ebs: { SnapshotId: "snap-1", VolumeSize: 8 } },
      { DeviceName: "/dev/sdg", VirtualName: "ephemeral0" },
    ];
    await addVersion({ SourceVersion: "1", LaunchTemplateData: { BlockDeviceMappings: devices } });
    const inherited = await addVersion({ SourceVersion: "2", LaunchTemplateData: { ImageId: "ami-2" } });
    expect(inherited?.LaunchTemplateData?.BlockDeviceMappings).toEqual([
      { DeviceName: "/dev/sdf", Ebs: { VolumeSize: 8 } },
      devices[1],
    ]);
    const LaunchTemplateData = { ImageId: "ami-2", BlockDeviceMappings: devices };
    const given = await addVersion({ SourceVersion: "2", LaunchTemplateData });
    expect(given?.LaunchTemplateData?.BlockDeviceMappings).toEqual(devices);
  });

  test("without SourceVersion only the request's parameters are in the version", async () => {
    const { addVersion } = await connectWithTemplate(connect);
    const version = await addVersion({ LaunchTemplateData: { ImageId: "ami-2" } });
    expect(version?.LaunchTemplateData?.InstanceType).toBeUndefined();
  });

  test("a repeated ClientToken makes no second version", async () => {
    const { addVersion, versions } = await connectWithTemplate(connect);
    const input = { ClientToken: "once", LaunchTemplateData: { ImageId: "ami-2" } };
    expect((await addVersion(input))?.VersionNumber).toBe(2);
    expect((await addVersion(input))?.VersionNumber).toBe(2);
    expect(await versions()).toEqual([2, 1]);
  });

  test("numbers of deleted versions are never used again", async () => {
    const { addVersion, deleteVersions, versions } = await connectWithTemplate(connect);
    await addVersion({ LaunchTemplateData: { ImageId: "ami-2" } });
    await deleteVersions("2");
    expect(await versions(["$Latest"])).toEqual([1]);
    expect((await addVersion({ LaunchTemplateData: { ImageId: "ami-3" } }))?.VersionNumber).toBe(3);
  });

  test("the default version cannot be deleted; each version succeeds or fails by itself", async () => {
    const { addVersion, deleteVersions } = await connectWithTemplate(connect);
    await addVersion({ LaunchTemplateData: { ImageId: "ami-2" } });
    const answer = await deleteVersions("1", "2", "9");
    expect(answer.SuccessfullyDeletedLaunchTemplateVersions?.map((each) => each.VersionNumber)).toEqual([2]);
    const failed = answer.UnsuccessfullyDeletedLaunchTemplateVersions ?? [];
    expect(failed.map((each) => [each.VersionNumber, each.ResponseError?.Code])).toEqual([
      [1, "unexpectedError"],
      [9, "launchTemplateVersionDoesNotExist"],
    ]);
  });

  test("at most 200 versions are deleted in one call", async () => {
    const { deleteVersions } = await connectWithTemplate(connect);
    const versions = Array.from({ length: 201 }, (_, index) => String(index + 2));
    await expect(deleteVersions(...versions)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  test("$Default follows ModifyLaunchTemplate, $Latest the newest version", async () => {
    const { run, ec2, LaunchTemplateId, addVersion, versions } = await connectWithTemplate(connect);
    await addVersion({ LaunchTemplateData: { ImageId: "ami-2" } });
    await addVersion({ LaunchTemplateData: { ImageId: "ami-2" } });
    await run(ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: "2" })));
    expect(await versions(["$Default"])).toEqual([2]);
    expect(await versions(["$Latest"])).toEqual([3]);
    const range = { LaunchTemplateId, MinVersion: "2", MaxVersion: "3", MaxResults: 1 };
    const first = await run(ec2.send(new DescribeLaunchTemplateVersionsCommand(range)));
    expect(first.LaunchTemplateVersions?.map((each) => each.VersionNumber)).toEqual([3]);
    const { NextToken } = first;
    const second = await run(ec2.send(new DescribeLaunchTemplateVersionsCommand({ ...range, NextToken })));
    expect(second.LaunchTemplateVersions?.map((each) => each.VersionNumber)).toEqual([2]);
  });

  test("unknown templates and versions have their own errors", async () => {
    const { run, ec2, versions, LaunchTemplateId } = await connectWithTemplate(connect);
    await expect(versions(["7"])).rejects.toMatchObject({ name: "InvalidLaunchTemplateId.VersionNotFound" });
    await run(ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId })));
    await expect(versions()).rejects.toMatchObject({ name: "InvalidLaunchTemplateId.NotFound" });
    await expect(
      run(ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ["web"] }))),
    ).rejects.toMatchObject({ name: "InvalidLaunchTemplateName.NotFoundException" });
  });

  test("a name is used once", async () => {
    const { run, ec2 } = await connectWithTemplate(connect);
    const again = { LaunchTemplateName: "web", LaunchTemplateData: { ImageId: "ami-2" } };
    await expect(run(ec2.send(new CreateLaunchTemplateCommand(again)))).rejects.toMatchObject({
      name: "InvalidLaunchTemplateName.AlreadyExistsException",
    });
  });
});
