import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import { connectFurnished, eventsOf, pass, registerImage } from "../../support/simulator/ec2/furnished.ts";

async function connectToParameters(connect: Connect) {
  const account = await connectFurnished(connect);
  const ssm = new SSMClient(account.clientOptions);
  return {
    ...account,
    ssm,
    events: eventsOf(account.world),
    put: (input: Partial<PutParameterCommandInput>) => {
      const base = { Name: "/images/web", Value: "v", Type: "String" as const };
      return account.run(ssm.send(new PutParameterCommand({ ...base, ...input })));
    },
    get: async (Name = "/images/web") =>
      (await account.run(ssm.send(new GetParameterCommand({ Name })))).Parameter,
  };
}

bothWays("parameters", (connect) => {
  test("are created, updated and deleted, and each change is told without its value", async () => {
    const { run, ssm, put, get, events } = await connectToParameters(connect);
    expect((await put({ Value: "one", Description: "Golden AMI" })).Version).toBe(1);
    expect((await put({ Value: "two", Overwrite: true })).Version).toBe(2);
    expect(await get()).toMatchObject({ Value: "two", Version: 2, DataType: "text" });
    await run(ssm.send(new DeleteParameterCommand({ Name: "/images/web" })));
    await expect(get()).rejects.toMatchObject({ name: "ParameterNotFound" });
    const detail = { name: "/images/web", type: "String", description: "Golden AMI" };
    expect(events.map((event) => event.detail)).toEqual([
      { operation: "Create", ...detail },
      { operation: "Update", ...detail },
      { operation: "Delete", ...detail },
    ]);
    expect(events[0]).toMatchObject({
      "detail-type": "Parameter Store Change",
      source: "aws.ssm",
      resources: ["arn:aws:ssm:us-east-1:123456789012:parameter/images/web"],
    });
  });

  test("are not overwritten unless asked", async () => {
    const { put, get } = await connectToParameters(connect);
    await put({ Value: "one" });
    await expect(put({ Value: "two" })).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
    expect((await get())?.Value).toBe("one");
  });

  test("of an image are answered first and checked after (aws-facts 1.5)", async () => {
    const account = await connectToParameters(connect);
    const { world, put, get, events } = account;
    const image = await registerImage(account, "web-1");
    events.length = 0;
    await put({ Value: image, DataType: "aws:ec2:image" });
    await expect(get()).rejects.toMatchObject({ name: "ParameterNotFound" });
    pass(world, 3);
    expect(await get()).toMatchObject({ Value: image, DataType: "aws:ec2:image" });
    expect(events.map(({ detail }) => detail)).toEqual([
      { operation: "Create", name: "/images/web", type: "String", dataType: "aws:ec2:image" },
    ]);
  });

  test("of an image that does not exist stay as they were; only an event tells of it (aws-facts 1.5)", async () => {
    const account = await connectToParameters(connect);
    const { world, put, get, events } = account;
    const image = await registerImage(account, "web-1");
    await put({ Value: image, DataType: "aws:ec2:image" });
    pass(world, 3);
    events.length = 0;
    await put({ Value: "ami-0123456789abcdef0", DataType: "aws:ec2:image", Overwrite: true });
    pass(world, 3);
    expect(await get()).toMatchObject({ Value: image, Version: 1 });
    expect(events.map(({ detail }) => detail)).toEqual([
      {
        exception: "Unable to Describe Resource",
        dataType: "aws:ec2:image",
        name: "/images/web",
        type: "String",
        operation: "Update",
      },
    ]);
  });

  test("keep 100 versions and hold 4 KB (aws-facts 1.5)", async () => {
    const { put, get } = await connectToParameters(connect);
    for (let version = 1; version <= 101; version++) await put({ Value: `v${version}`, Overwrite: true });
    expect((await get("/images/web:2"))?.Value).toBe("v2");
    await expect(get("/images/web:1")).rejects.toMatchObject({ name: "ParameterVersionNotFound" });
    await expect(put({ Value: "x".repeat(4097), Overwrite: true })).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  test("are read by many names, by path and by ARN", async () => {
    const { run, ssm, put, get } = await connectToParameters(connect);
    await put({ Name: "/images/web" });
    await put({ Name: "/images/jobs" });
    await put({ Name: "/images/old/web" });
    const many = await run(ssm.send(new GetParametersCommand({ Names: ["/images/web", "/images/none"] })));
    expect(many.Parameters?.map(({ Name }) => Name)).toEqual(["/images/web"]);
    expect(many.InvalidParameters).toEqual(["/images/none"]);
    const byPath = async (Recursive: boolean) => {
      const command = new GetParametersByPathCommand({ Path: "/images", Recursive });
      return (await run(ssm.send(command))).Parameters?.map(({ Name }) => Name);
    };
    expect(await byPath(false)).toEqual(["/images/jobs", "/images/web"]);
    expect(await byPath(true)).toEqual(["/images/jobs", "/images/old/web", "/images/web"]);
    expect((await get((await get())?.ARN))?.Name).toBe("/images/web");
  });
});
