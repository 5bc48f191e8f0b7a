import {
  DescribeListenersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { beforeEach, expect, test } from "vitest";
import { describeTargetGroups } from "../../../src/aws/elbv2/elbv2.ts";
import { sharedReads } from "../../../src/aws/elbv2/shared-reads.ts";
import { mockAws } from "../../support/aws/mock-aws.ts";

const aws = mockAws(ElasticLoadBalancingV2Client);
const client = new ElasticLoadBalancingV2Client({});
beforeEach(() => {
  aws.reset();
  aws
    .on(DescribeTargetGroupsCommand)
    .callsFake(({ TargetGroupArns = [] }: { TargetGroupArns?: string[] }) => ({
      TargetGroups: TargetGroupArns.filter((arn) => arn !== "gone").map((TargetGroupArn) => ({
        TargetGroupArn,
      })),
    }));
  aws.on(DescribeListenersCommand).resolves({ Listeners: [] });
});

test("target groups of all are read a hundred a call, and each asks for its own", async () => {
  const arns = Array.from({ length: 101 }, (_, index) => `tg-${index}`);
  const shared = await sharedReads(client, [...arns, "tg-0", "gone"]);
  expect([...(await describeTargetGroups(shared, ["tg-0", "tg-100"])).keys()]).toEqual(["tg-0", "tg-100"]);
  expect([...(await describeTargetGroups(shared, ["tg-3", "gone"])).keys()]).toEqual(["tg-3"]);
  const asked = aws
    .commandCalls(DescribeTargetGroupsCommand)
    .map(({ args }) => args[0].input.TargetGroupArns);
  expect(asked.map((each) => each?.length)).toEqual([100, 2]);
});

test("the same question is asked once, another again, and a failure is everybody's", async () => {
  const shared = await sharedReads(client, []);
  const listeners = (LoadBalancerArn: string) =>
    shared.send(new DescribeListenersCommand({ LoadBalancerArn }));
  await Promise.all([listeners("lb-1"), listeners("lb-1"), listeners("lb-2")]);
  await listeners("lb-1");
  expect(aws.commandCalls(DescribeListenersCommand)).toHaveLength(2);
  aws.on(DescribeListenersCommand).rejects(new Error("away"));
  await expect(listeners("lb-3")).rejects.toThrow("away");
  await expect(listeners("lb-3")).rejects.toThrow("away");
  expect(aws.commandCalls(DescribeListenersCommand)).toHaveLength(3);
});
