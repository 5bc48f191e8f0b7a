import {
  AssociateIamInstanceProfileCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstanceAttributeCommand,
  DisassociateIamInstanceProfileCommand,
  ModifyInstanceAttributeCommand,
  type ModifyInstanceAttributeCommandInput,
  ReplaceIamInstanceProfileAssociationCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import { connectServers } from "../../support/simulator/ec2/servers.ts";

async function connectChanging(connect: Connect, input: Parameters<typeof connectServers>[1] = {}) {
  const account = await connectServers(connect, input);
  const { run, ec2, InstanceId } = account;
  account.pass(20);
  return {
    ...account,
    modify: (change: Omit<ModifyInstanceAttributeCommandInput, "InstanceId">) =>
      run(ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, ...change }))),
    read: (Attribute: "userData" | "disableApiTermination" | "instanceType" | "groupSet" | "kernel") =>
      run(ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute }))),
    stop: () => run(ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] }))),
  };
}

bothWays("a person's change of a server", (connect) => {
  test("replaces its security groups while it runs, on the server and on its interface", async () => {
    const { modify, shown, read } = await connectChanging(connect);
    await modify({ Groups: ["sg-web", "sg-default"] });
    const server = await shown();
    const groups = [
      { GroupId: "sg-web", GroupName: "web" },
      { GroupId: "sg-default", GroupName: "default" },
    ];
    expect(server.SecurityGroups).toEqual(groups);
    expect(server.NetworkInterfaces?.[0]?.Groups).toEqual(groups);
    expect((await read("groupSet")).Groups).toEqual([{ GroupId: "sg-web" }, { GroupId: "sg-default" }]);
    await expect(modify({ Groups: ["sg-gone"] })).rejects.toMatchObject({ name: "InvalidGroup.NotFound" });
    expect((await shown()).SecurityGroups).toEqual(groups);
  });

  test("of its type and its user data is refused unless it is stopped", async () => {
    const { modify, shown, read, stop, pass } = await connectChanging(connect, {
      UserData: Buffer.from("old").toString("base64"),
    });
    const type = { InstanceType: { Value: "t3.small" } };
    const data = { UserData: { Value: Buffer.from("new") } };
    const refused = { name: "IncorrectInstanceState" };
    await expect(modify(type)).rejects.toMatchObject(refused);
    await expect(modify(data)).rejects.toMatchObject(refused);
    await expect(modify({ EbsOptimized: { Value: true } })).rejects.toMatchObject(refused);
    await stop();
    pass(20);
    await modify(type);
    await modify(data);
    expect((await shown()).InstanceType).toBe("t3.small");
    expect((await read("userData")).UserData?.Value).toBe(Buffer.from("new").toString("base64"));
    await expect(modify({ InstanceType: { Value: "t4g.small" } })).rejects.toMatchObject({
      name: "InvalidInstanceAttributeValue",
    });
  });

  test("protects it from its end, and tells so only where it is asked for", async () => {
    const { modify, read } = await connectChanging(connect);
    await modify({ Attribute: "disableApiTermination", Value: "true" });
    expect((await read("disableApiTermination")).DisableApiTermination).toEqual({ Value: true });
    await modify({ DisableApiTermination: { Value: false } });
    expect((await read("disableApiTermination")).DisableApiTermination).toEqual({ Value: false });
  });

  test("is of one attribute, and of one that is simulated", async () => {
    const { modify, read } = await connectChanging(connect);
    await expect(modify({})).rejects.toThrow("No attributes specified.");
    await expect(modify({ Groups: ["sg-web"], SourceDestCheck: { Value: false } })).rejects.toMatchObject({
      name: "InvalidParameterCombination",
    });
    await expect(modify({ EnaSupport: { Value: true } })).rejects.toThrow("the parameter EnaSupport");
    await expect(read("kernel")).rejects.toMatchObject({ name: "InvalidParameterValue" });
  });

  test("tags it, though not in AWS's own names, which cannot be taken away either", async () => {
    const { run, ec2, InstanceId, shown } = await connectChanging(connect, {
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "stage", Value: "test" }] }],
    });
    const tag = (Key: string) => ({ Resources: [InstanceId], Tags: [{ Key, Value: "x" }] });
    await run(ec2.send(new CreateTagsCommand(tag("stage"))));
    expect((await shown()).Tags).toEqual([{ Key: "stage", Value: "x" }]);
    await expect(run(ec2.send(new CreateTagsCommand(tag("aws:ec2launchtemplate:version"))))).rejects.toThrow(
      "reserved",
    );
    await expect(run(ec2.send(new DeleteTagsCommand(tag("aws:ec2launchtemplate:version"))))).rejects.toThrow(
      "reserved",
    );
    await run(ec2.send(new DeleteTagsCommand({ Resources: [InstanceId] })));
    expect((await shown()).Tags ?? []).toEqual([]);
  });

  test("gives it another profile under another association, none, and one again", async () => {
    const { run, ec2, InstanceId, shown, pass } = await connectChanging(connect, {
      IamInstanceProfile: { Name: "web" },
    });
    const associations = async () => {
      const Filters = [{ Name: "instance-id", Values: [InstanceId] }];
      const asked = new DescribeIamInstanceProfileAssociationsCommand({ Filters });
      return (await run(ec2.send(asked))).IamInstanceProfileAssociations ?? [];
    };
    const [first] = await associations();
    expect(first).toMatchObject({ InstanceId, State: "associated" });
    const IamInstanceProfile = { Name: "admin" };
    const replacing = { IamInstanceProfile, AssociationId: first?.AssociationId };
    const replaced = await run(ec2.send(new ReplaceIamInstanceProfileAssociationCommand(replacing)));
    expect(replaced.IamInstanceProfileAssociation?.State).toBe("associating");
    expect((await shown()).IamInstanceProfile?.Arn).toMatch(/instance-profile\/admin$/);
    pass(5);
    const [second] = await associations();
    expect(second?.State).toBe("associated");
    expect(second?.AssociationId).not.toBe(first?.AssociationId);
    await expect(
      run(ec2.send(new ReplaceIamInstanceProfileAssociationCommand(replacing))),
    ).rejects.toMatchObject({ name: "InvalidAssociationID.NotFound" });
    const again = { InstanceId, IamInstanceProfile };
    await expect(run(ec2.send(new AssociateIamInstanceProfileCommand(again)))).rejects.toMatchObject({
      name: "IncorrectState",
    });
    const leaving = { AssociationId: second?.AssociationId };
    await run(ec2.send(new DisassociateIamInstanceProfileCommand(leaving)));
    expect((await shown()).IamInstanceProfile).toBeUndefined();
    expect(await associations()).toEqual([]);
    await run(ec2.send(new AssociateIamInstanceProfileCommand(again)));
    expect((await shown()).IamInstanceProfile?.Arn).toMatch(/instance-profile\/admin$/);
  });
});
