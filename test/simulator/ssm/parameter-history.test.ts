import {
  AddTagsToResourceCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
  UnlabelParameterVersionCommand,
} from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import { connectFurnished } from "../../support/simulator/ec2/furnished.ts";

const Name = "/images/web";

async function connectToHistory(connect: Connect, versions: number) {
  const account = await connectFurnished(connect);
  const ssm = new SSMClient(account.clientOptions);
  const { run } = account;
  const put = (Value: string) =>
    run(
      ssm.send(
        new PutParameterCommand({
          Name,
          Value,
          Type: "String",
          Description: `for ${Value}`,
          Overwrite: true,
        }),
      ),
    );
  for (let number = 1; number <= versions; number += 1) await put(`ami-${number}`);
  return {
    ...account,
    ssm,
    put,
    get: async (named: string) =>
      (await run(ssm.send(new GetParameterCommand({ Name: named })))).Parameter?.Value,
    history: (page: { MaxResults?: number; NextToken?: string | undefined } = {}) =>
      run(ssm.send(new GetParameterHistoryCommand({ Name, ...page }))),
    label: (Labels: string[], ParameterVersion?: number) =>
      run(ssm.send(new LabelParameterVersionCommand({ Name, ParameterVersion, Labels }))),
    unlabel: (Labels: string[], ParameterVersion: number) =>
      run(ssm.send(new UnlabelParameterVersionCommand({ Name, ParameterVersion, Labels }))),
  };
}

// aws-facts 9.4
bothWays("the history of a parameter", (connect) => {
  test("has each version with what was said of it, oldest first, in pages", async () => {
    const { history } = await connectToHistory(connect, 3);
    const first = await history({ MaxResults: 2 });
    expect(first.Parameters).toMatchObject([
      { Name, Version: 1, Value: "ami-1", Description: "for ami-1", Type: "String", Labels: [] },
      { Name, Version: 2, Value: "ami-2", Description: "for ami-2", DataType: "text", Tier: "Standard" },
    ]);
    const second = await history({ MaxResults: 2, NextToken: first.NextToken });
    expect(second.Parameters?.map(({ Version }) => Version)).toEqual([3]);
    expect(second.NextToken).toBeUndefined();
    await expect(history({ MaxResults: 51 })).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("a version is read by its label; a label that is put on another version moves", async () => {
    const { label, get, history } = await connectToHistory(connect, 3);
    expect(await label(["live", "2nd", "aws-x", "SSM"], 1)).toMatchObject({
      ParameterVersion: 1,
      InvalidLabels: ["2nd", "aws-x", "SSM"],
    });
    expect(await get(`${Name}:live`)).toBe("ami-1");
    expect((await label(["live"])).ParameterVersion).toBe(3);
    expect(await get(`${Name}:live`)).toBe("ami-3");
    const labels = (await history()).Parameters?.map(({ Labels }) => Labels);
    expect(labels).toEqual([[], [], ["live"]]);
    await expect(get(`${Name}:gone`)).rejects.toMatchObject({ name: "ParameterVersionNotFound" });
    await expect(label(["live"], 9)).rejects.toMatchObject({ name: "ParameterVersionNotFound" });
  });

  test("a version has at most 10 labels, and gives them back", async () => {
    const { label, unlabel } = await connectToHistory(connect, 1);
    await label(Array.from({ length: 10 }, (_, number) => `l${number}`));
    await expect(label(["more"])).rejects.toMatchObject({ name: "ParameterVersionLabelLimitExceeded" });
    expect(await unlabel(["l1", "none"], 1)).toMatchObject({
      RemovedLabels: ["l1"],
      InvalidLabels: ["none"],
    });
    await label(["more"]);
  });

  test("100 versions are kept; the oldest is not dropped while it has a label", async () => {
    const { put, label, unlabel, history } = await connectToHistory(connect, 100);
    await label(["golden"], 1);
    await expect(put("ami-101")).rejects.toMatchObject({
      name: "ParameterMaxVersionLimitExceeded",
      message: expect.stringContaining("Version 1 of /images/web has the labels golden"),
    });
    await unlabel(["golden"], 1);
    expect((await put("ami-101")).Version).toBe(101);
    expect((await history({ MaxResults: 1 })).Parameters?.[0]?.Version).toBe(2);
  });

  test("tags are listed, added, replaced and removed; only parameters have any", async () => {
    const { run, ssm } = await connectToHistory(connect, 1);
    const parameter = { ResourceType: "Parameter", ResourceId: Name } as const;
    const tags = async () => (await run(ssm.send(new ListTagsForResourceCommand(parameter)))).TagList;
    expect(await tags()).toEqual([]);
    const add = (...Tags: { Key: string; Value: string }[]) =>
      run(ssm.send(new AddTagsToResourceCommand({ ...parameter, Tags })));
    await add({ Key: "fleet", Value: "web" }, { Key: "team", Value: "a" });
    await add({ Key: "team", Value: "b" });
    expect(await tags()).toEqual([
      { Key: "fleet", Value: "web" },
      { Key: "team", Value: "b" },
    ]);
    await run(ssm.send(new RemoveTagsFromResourceCommand({ ...parameter, TagKeys: ["fleet", "none"] })));
    expect(await tags()).toEqual([{ Key: "team", Value: "b" }]);
    const many = Array.from({ length: 50 }, (_, number) => ({ Key: `k${number}`, Value: "" }));
    await expect(add(...many)).rejects.toMatchObject({ name: "TooManyTagsError" });
    await expect(
      run(ssm.send(new ListTagsForResourceCommand({ ...parameter, ResourceId: "/none" }))),
    ).rejects.toMatchObject({ name: "InvalidResourceId" });
    await expect(
      run(ssm.send(new ListTagsForResourceCommand({ ...parameter, ResourceType: "Document" }))),
    ).rejects.toMatchObject({ name: "InvalidResourceType" });
  });
});
