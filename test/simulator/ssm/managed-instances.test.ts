import {
  DescribeInstanceInformationCommand,
  type DescribeInstanceInformationCommandInput,
} from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { pass } from "../../support/simulator/ec2/furnished.ts";
import { connectWithServers } from "../../support/simulator/ssm/servers.ts";

bothWays("managed instances", (connect) => {
  test("are found by tag or by other filters, not by both", async () => {
    const { run, ssm, ids } = await connectWithServers(connect, 12);
    const find = async (...Filters: { Key: string; Values: string[] }[]) => {
      const found = await run(ssm.send(new DescribeInstanceInformationCommand({ Filters })));
      return found.InstanceInformationList?.length;
    };
    const byTag = { Key: "tag:fleet", Values: ["web"] };
    const online = { Key: "PingStatus", Values: ["Online"] };
    // Ten a page, unless more are asked for.
    expect(await find(byTag)).toBe(10);
    expect(await find(online, { Key: "InstanceIds", Values: ids.slice(0, 3) })).toBe(3);
    await expect(find(byTag, online)).rejects.toMatchObject({
      name: "InvalidInstanceInformationFilterValue",
    });
    await expect(find({ Key: "InstanceIds", Values: ["i-0123456789abcdef0"] })).rejects.toMatchObject({
      name: "InvalidInstanceId",
    });
  });

  test("are online once booted, 5 to 50 a page (aws-facts 1.5)", async () => {
    const { world, run, ssm, ids, launch } = await connectWithServers(connect, 6);
    launch(1);
    const list = (input: DescribeInstanceInformationCommandInput) =>
      run(ssm.send(new DescribeInstanceInformationCommand(input)));
    const first = await list({ MaxResults: 5 });
    expect(
      first.InstanceInformationList?.map(({ InstanceId, PingStatus }) => [InstanceId, PingStatus]),
    ).toEqual(ids.slice(0, 5).map((id) => [id, "Online"]));
    expect((await list({ NextToken: first.NextToken })).InstanceInformationList).toHaveLength(1);
    const Filters = [{ Key: "InstanceIds", Values: ids.slice(0, 2) }];
    expect((await list({ Filters })).InstanceInformationList).toHaveLength(2);
    await expect(list({ MaxResults: 4 })).rejects.toMatchObject({ name: "ValidationException" });
    pass(world, 60);
    expect((await list({})).InstanceInformationList).toHaveLength(7);
  });
});
