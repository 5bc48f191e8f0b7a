import { spawnSync } from "node:child_process";
import { test } from "vitest";
import type { CallRecord } from "../../simulator/calls/call-log.ts";
import { hasBoto3 } from "../support/foreign/installed.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

/** What of these calls does not fit AWS's models, in words. */
function faultsOf(calls: readonly CallRecord[]): readonly string[] {
  const script = new URL("../support/foreign/botocore_models.py", import.meta.url).pathname;
  const lines = calls.map(({ service, action, input }) => JSON.stringify([service, action, input]));
  const { stdout, stderr, status } = spawnSync("python3", [script], { input: lines.join("\n") });
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString());
}

const GATES = [
  { kind: "instance-status" as const },
  { kind: "target-health" as const },
  { kind: "command" as const, commands: ["/opt/selftest"] },
  { kind: "alarm" as const, alarms: ["web-5xx"] },
];

const isInstalled = hasBoto3();

if (isInstalled) {
  scenario(
    "what moult asks of AWS fits AWS's models, with a good image",
    { declaration: { gates: GATES } },
    async (web) => {
      await web.publish({});
      await web.settled();
      expect((await web.rollout()).outcome).toBe("succeeded");
      expect(web.count("SendCommand")).toBe(1);
      expect(faultsOf(web.simulator.calls.records)).toEqual([]);
    },
  );

  scenario(
    "what moult asks of AWS fits AWS's models, with a bad one",
    { declaration: { gates: GATES } },
    async (web) => {
      await web.publish({ "sim:command-exit-code": "1" });
      await web.settled();
      expect((await web.rollout()).outcome).toBe("rolled-back");
      expect(faultsOf(web.simulator.calls.records)).toEqual([]);
    },
  );
}

test.skipIf(!isInstalled)("a call that does not fit is told", () => {
  const record = { index: 0, at: 0, caller: "moult", kind: "read" as const, outcome: "ok" };
  const wrong = {
    service: "ssm",
    action: "DescribeInstanceInformation",
    input: { MaxResults: 51, Tags: [] },
  };
  expect(faultsOf([{ ...record, ...wrong }])).toEqual([
    "DescribeInstanceInformation has no member Tags",
    "DescribeInstanceInformation.MaxResults: 51 is more than 50",
  ]);
});
