import { AutoScalingClient, DescribeInstanceRefreshesCommand } from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { runningRefresh } from "../../../src/aws/auto-scaling/auto-scaling.ts";
import { NotFound } from "../../../src/errors/errors.ts";
import { mockAws } from "../../support/aws/mock-aws.ts";

const aws = mockAws(AutoScalingClient);
const client = new AutoScalingClient({});
const refreshed = (...statuses: string[]) => {
  aws.reset();
  const InstanceRefreshes = statuses.map((Status, index) => ({
    InstanceRefreshId: `r-${index}`,
    Status: Status as "Pending",
    PercentageComplete: 40,
  }));
  aws.on(DescribeInstanceRefreshesCommand).resolves({ InstanceRefreshes });
  return runningRefresh(client, "web");
};

// aws-facts 8.4
test.each(["Pending", "InProgress", "Baking", "Cancelling", "RollbackInProgress", "OfNextYear"])(
  "one that is %s goes on",
  async (status) => {
    expect(await refreshed("Successful", status)).toEqual({ id: "r-1", status, percent: 40 });
  },
);

test("one that has ended does not, in whatever way", async () => {
  const ended = ["Successful", "Failed", "Cancelled", "RollbackFailed", "RollbackSuccessful"];
  expect(await refreshed(...ended)).toBeNull();
  const asked = { AutoScalingGroupName: "web", MaxRecords: 100 };
  expect(aws.commandCalls(DescribeInstanceRefreshesCommand)[0]?.args[0].input).toMatchObject(asked);
});

test("nor of a group that is gone", async () => {
  aws.reset();
  const gone = new NotFound("AutoScalingGroup name not found");
  aws.on(DescribeInstanceRefreshesCommand).rejects(gone);
  expect(await runningRefresh(client, "web")).toBeNull();
});
