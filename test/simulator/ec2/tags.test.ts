import { CreateTagsCommand, DeleteTagsCommand, DescribeTagsCommand } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectFurnished, registerImage } from "../../support/simulator/ec2/furnished.ts";

bothWays("tags", (connect) => {
  test("are laid over those that are there, shown by resource, and deleted by key", async () => {
    const account = await connectFurnished(connect);
    const { run, ec2 } = account;
    const id = await registerImage(account, "web-1", { app: "web" });
    const Tags = [
      { Key: "app", Value: "shop" },
      { Key: "stage", Value: "test" },
    ];
    await run(ec2.send(new CreateTagsCommand({ Resources: [id, "subnet-a"], Tags })));
    const shown = async (resource: string) => {
      const Filters = [{ Name: "resource-id", Values: [resource] }];
      const answer = await run(ec2.send(new DescribeTagsCommand({ Filters })));
      return answer.Tags?.map(({ Key, Value, ResourceType }) => [Key, Value, ResourceType]);
    };
    expect(await shown(id)).toEqual([
      ["app", "shop", "image"],
      ["stage", "test", "image"],
    ]);
    await run(ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: "app" }] })));
    await run(ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: "stage", Value: "other" }] })));
    expect(await shown(id)).toEqual([["stage", "test", "image"]]);
    expect(await shown("subnet-a")).toHaveLength(2);
  });

  test("are all refused when one resource is unknown or one key reserved", async () => {
    const account = await connectFurnished(connect);
    const { run, ec2, world } = account;
    const id = await registerImage(account, "web-1");
    const tag = (Resources: string[], Key: string) =>
      run(ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key, Value: "x" }] })));
    await expect(tag([id, "i-0123456789abcdef0"], "app")).rejects.toMatchObject({
      name: "InvalidInstanceID.NotFound",
    });
    await expect(tag([id, "vol-1"], "app")).rejects.toMatchObject({ name: "InvalidID" });
    await expect(tag([id], "aws:app")).rejects.toThrow("reserved for internal use");
    expect(world.state.images.get(id)?.tags).toEqual([]);
  });

  test("are at most 50 per resource", async () => {
    const account = await connectFurnished(connect);
    const id = await registerImage(account, "web-1");
    const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `key-${index}`, Value: "x" }));
    await expect(
      account.run(account.ec2.send(new CreateTagsCommand({ Resources: [id], Tags }))),
    ).rejects.toMatchObject({ name: "TagLimitExceeded" });
  });
});
