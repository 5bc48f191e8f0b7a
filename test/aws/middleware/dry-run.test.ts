import { expect, it } from "vitest";
import type { Answer, Call } from "../../../src/aws/middleware/aws-middleware.ts";
import { dryRun } from "../../../src/aws/middleware/dry-run.ts";

const REAL: Answer = { output: { real: true }, response: undefined };

function dry() {
  const written: [string, object][] = [];
  const sent: Call[] = [];
  const middleware = dryRun({
    onWrite: (command, input) => {
      written.push([command, input]);
      return { LaunchTemplateVersion: { VersionNumber: 8 } };
    },
    onRead: async (command, _input, real) => {
      if (command === "DescribeRulesCommand") return { Rules: [] };
      return { ...(await real()), overlaid: true };
    },
  });
  const next = (call: { readonly input: object }) => {
    sent.push(call);
    return Promise.resolve(REAL);
  };
  const send = (command: string, input: object) =>
    middleware.handle(command, { input }, next, "ElasticLoadBalancingV2Client");
  return { written, sent, send };
}

it("tells of a write, answers it, and does not send it", async () => {
  const { written, sent, send } = dry();
  const input = { LaunchTemplateId: "lt-1" };
  expect((await send("CreateLaunchTemplateVersionCommand", input)).output).toEqual({
    $metadata: {},
    LaunchTemplateVersion: { VersionNumber: 8 },
  });
  expect(written).toEqual([["CreateLaunchTemplateVersionCommand", input]]);
  expect(sent).toEqual([]);
});

it("answers a read as it would be, from the real answer where that is asked for", async () => {
  const { sent, send } = dry();
  expect((await send("DescribeRulesCommand", {})).output).toEqual({ $metadata: {}, Rules: [] });
  expect((await send("DescribeTargetHealthCommand", { TargetGroupArn: "a" })).output).toEqual({
    $metadata: {},
    real: true,
    overlaid: true,
  });
  expect(sent).toEqual([{ input: { TargetGroupArn: "a" } }]);
});

it("sends no command of which nobody said what it does", async () => {
  const { sent, send } = dry();
  await expect(send("TerminateInstancesCommand", {})).rejects.toThrow("TerminateInstancesCommand");
  expect(sent).toEqual([]);
});
