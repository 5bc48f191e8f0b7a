import {
  CreateImageCommand,
  CreateTagsCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  DisableImageCommand,
  DisableImageDeprecationCommand,
  EnableImageCommand,
  EnableImageDeprecationCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { shareImage } from "../../../simulator/services/ec2/images/foreign-images.ts";
import { launchInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectFurnished, eventsOf, pass, registerImage } from "../../support/simulator/ec2/furnished.ts";

bothWays("images", (connect) => {
  test("are found by id, by name with a wildcard, by tag and by state", async () => {
    const account = await connectFurnished(connect);
    const web = await registerImage(account, "web-1", { fleet: "web" });
    const jobs = await registerImage(account, "jobs-1", { fleet: "jobs" });
    const find = async (input: DescribeImagesCommandInput) => {
      const answer = await account.run(account.ec2.send(new DescribeImagesCommand(input)));
      return answer.Images?.map(({ ImageId }) => ImageId);
    };
    expect(await find({ ImageIds: [jobs] })).toEqual([jobs]);
    expect(await find({ Filters: [{ Name: "name", Values: ["web-*"] }] })).toEqual([web]);
    expect(await find({ Owners: ["self"], Filters: [{ Name: "tag:fleet", Values: ["jobs"] }] })).toEqual([
      jobs,
    ]);
    expect(await find({ Filters: [{ Name: "state", Values: ["available"] }] })).toEqual([web, jobs]);
    expect(await find({ Owners: ["amazon"] })).toEqual([]);
  });

  test("of others are found by owner, carry only this account's tags, and are changed by their owner alone", async () => {
    const account = await connectFurnished(connect);
    const { run, ec2, world } = account;
    const own = await registerImage(account, "web-1", { fleet: "web" });
    const shared = shareImage(world, { name: "web-2", account: "210987654321" });
    const amazons = shareImage(world, {
      name: "al2023",
      account: "137112412989",
      alias: "amazon",
      public: true,
    });
    const find = async (input: DescribeImagesCommandInput) =>
      (await run(ec2.send(new DescribeImagesCommand(input)))).Images?.map(({ ImageId }) => ImageId);
    expect(await find({})).toEqual([own, shared, amazons]);
    expect(await find({ Owners: ["self"] })).toEqual([own]);
    expect(await find({ Owners: [world.account, "amazon"] })).toEqual([own, amazons]);
    expect(await find({ Owners: ["210987654321"] })).toEqual([shared]);
    expect(await find({ ImageIds: [shared], Owners: ["self"] })).toEqual([]);
    expect(await find({ Filters: [{ Name: "owner-alias", Values: ["amazon"] }] })).toEqual([amazons]);
    expect(await find({ Filters: [{ Name: "owner-id", Values: ["210987654321"] }] })).toEqual([shared]);
    expect(await find({ Filters: [{ Name: "is-public", Values: ["true"] }] })).toEqual([amazons]);
    const Tags = [{ Key: "fleet", Value: "web" }];
    await run(ec2.send(new CreateTagsCommand({ Resources: [amazons], Tags })));
    const { Images } = await run(ec2.send(new DescribeImagesCommand({ ImageIds: [amazons] })));
    expect(Images).toMatchObject([
      {
        OwnerId: "137112412989",
        ImageOwnerAlias: "amazon",
        ImageLocation: "amazon/al2023",
        Public: true,
        Tags,
      },
    ]);
    await expect(run(ec2.send(new DeregisterImageCommand({ ImageId: shared })))).rejects.toMatchObject({
      name: "AuthFailure",
    });
  });

  test("come in pages", async () => {
    const account = await connectFurnished(connect);
    const ids = [];
    for (const name of ["web-1", "web-2", "web-3"]) ids.push(await registerImage(account, name));
    const first = await account.run(account.ec2.send(new DescribeImagesCommand({ MaxResults: 2 })));
    const second = await account.run(
      account.ec2.send(new DescribeImagesCommand({ MaxResults: 2, NextToken: first.NextToken })),
    );
    expect([...(first.Images ?? []), ...(second.Images ?? [])].map(({ ImageId }) => ImageId)).toEqual(ids);
    expect(second.NextToken).toBeUndefined();
  });

  test("tell of every change of state on the bus", async () => {
    const account = await connectFurnished(connect);
    const events = eventsOf(account.world);
    const id = await registerImage(account, "web-1");
    await account.run(account.ec2.send(new DisableImageCommand({ ImageId: id })));
    await account.run(account.ec2.send(new EnableImageCommand({ ImageId: id })));
    await account.run(account.ec2.send(new DeregisterImageCommand({ ImageId: id })));
    expect(events.map(({ detail }) => detail["State"])).toEqual([
      "available",
      "disabled",
      "available",
      "deregistered",
    ]);
    expect(events[0]).toMatchObject({
      "detail-type": "EC2 AMI State Change",
      source: "aws.ec2",
      resources: [`arn:aws:ec2:us-east-1::image/${id}`],
      detail: { ImageId: id, ErrorMessage: "" },
    });
  });

  test("are hidden while disabled unless asked for, and gone once deregistered", async () => {
    const account = await connectFurnished(connect);
    const { run, ec2 } = account;
    const id = await registerImage(account, "web-1");
    await run(ec2.send(new DisableImageCommand({ ImageId: id })));
    expect((await run(ec2.send(new DescribeImagesCommand({})))).Images).toEqual([]);
    const disabled = await run(ec2.send(new DescribeImagesCommand({ IncludeDisabled: true })));
    expect(disabled.Images?.[0]?.State).toBe("disabled");
    await run(ec2.send(new DeregisterImageCommand({ ImageId: id })));
    await expect(run(ec2.send(new DescribeImagesCommand({ ImageIds: [id] })))).rejects.toMatchObject({
      name: "InvalidAMIID.Unavailable",
    });
  });

  test("are deprecated by their owner, to the minute and not for the past, and launch all the same", async () => {
    const account = await connectFurnished(connect);
    const { run, ec2, world } = account;
    const ImageId = await registerImage(account, "web-1");
    const deprecate = (DeprecateAt: Date) =>
      run(ec2.send(new EnableImageDeprecationCommand({ ImageId, DeprecateAt })));
    const deprecation = async () =>
      (await run(ec2.send(new DescribeImagesCommand({})))).Images?.[0]?.DeprecationTime;
    await expect(deprecate(new Date(world.now() - 60_000))).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
    await expect(deprecate(new Date("2037-01-01"))).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await deprecate(new Date("2026-12-01T10:20:59Z"));
    expect(await deprecation()).toBe("2026-12-01T10:20:00.000Z");
    await run(ec2.send(new DisableImageDeprecationCommand({ ImageId })));
    expect(await deprecation()).toBeUndefined();
  });

  test("of others that are deprecated are shown by their ids, or when asked for", async () => {
    const { run, ec2, world } = await connectFurnished(connect);
    const ImageId = shareImage(world, { name: "base", account: "210987654321", public: true });
    const image = world.state.images.get(ImageId);
    if (image) image.deprecatedAt = world.now();
    const shown = async (input: DescribeImagesCommandInput) =>
      (await run(ec2.send(new DescribeImagesCommand(input)))).Images?.length;
    expect(await shown({})).toBe(0);
    expect(await shown({ IncludeDeprecated: true })).toBe(1);
    expect(await shown({ ImageIds: [ImageId] })).toBe(1);
    await expect(
      run(ec2.send(new EnableImageDeprecationCommand({ ImageId, DeprecateAt: new Date(world.now()) }))),
    ).rejects.toMatchObject({ name: "AuthFailure" });
  });

  test("that are unknown, or whose name is taken, are refused", async () => {
    const account = await connectFurnished(connect);
    await registerImage(account, "web-1");
    await expect(registerImage(account, "web-1")).rejects.toMatchObject({ name: "InvalidAMIName.Duplicate" });
    await expect(
      account.run(account.ec2.send(new DescribeImagesCommand({ ImageIds: ["ami-0123456789abcdef0"] }))),
    ).rejects.toMatchObject({
      name: "InvalidAMIID.NotFound",
      message: "The image id '[ami-0123456789abcdef0]' does not exist",
    });
  });

  test("with a script tag that cannot be read are refused, by tag and value", async () => {
    const account = await connectFurnished(connect);
    await expect(registerImage(account, "web-1", { "sim:boot-seconds": "soon" })).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: "Tag 'sim:boot-seconds' has the value 'soon'; expected seconds.",
    });
    const id = await registerImage(account, "web-2");
    const Tags = [{ Key: "sim:error-rate", Value: "2" }];
    await expect(
      account.run(account.ec2.send(new CreateTagsCommand({ Resources: [id], Tags }))),
    ).rejects.toThrow("Tag 'sim:error-rate' has the value '2'");
    expect(account.world.state.images.get(id)?.tags).toEqual([]);
  });

  test("made from an instance are pending, then available, and behave as the instance", async () => {
    const account = await connectFurnished(connect);
    const { run, ec2, world } = account;
    const ImageId = await registerImage(account, "web-1", { "sim:boot-seconds": "7" });
    const data = { ImageId, InstanceType: "t3.micro" };
    const request = { count: 1, data, launchTemplate: null, subnetId: "subnet-a", tags: [] };
    const [server] = launchInstances(world, request);
    pass(world, 10);
    const made = await run(ec2.send(new CreateImageCommand({ InstanceId: server?.id, Name: "web-2" })));
    const state = async () => {
      const answer = await run(ec2.send(new DescribeImagesCommand({ ImageIds: [made.ImageId ?? ""] })));
      return answer.Images?.[0]?.State;
    };
    expect(await state()).toBe("pending");
    expect(() =>
      launchInstances(world, { ...request, data: { ...data, ImageId: made.ImageId ?? "" } }),
    ).toThrow("no longer available");
    pass(world, 61);
    expect(await state()).toBe("available");
    const [copy] = launchInstances(world, { ...request, data: { ...data, ImageId: made.ImageId ?? "" } });
    expect(copy?.script.bootSeconds).toBe(7);
  });
});
