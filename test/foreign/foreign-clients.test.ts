import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { createSimulator } from "../../simulator/simulator.ts";
import { startHttpServer } from "../../simulator/wire/http-server.ts";
import { hasBoto3 } from "../support/foreign/installed.ts";
import { rawCalls } from "../support/foreign/raw-calls.ts";

async function boto3Calls(url: string): Promise<object> {
  const script = new URL("../support/foreign/boto3_calls.py", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)("python3", ["-B", script, url]);
  return JSON.parse(stdout);
}

const clients = [
  { client: "a client written by hand", isInstalled: true, calls: rawCalls },
  { client: "boto3", isInstalled: hasBoto3(), calls: boto3Calls },
];

for (const { client, isInstalled, calls } of clients) {
  test.skipIf(!isInstalled)(`${client} finds the account as AWS documents it`, async () => {
    const simulator = createSimulator();
    const server = await startHttpServer(simulator, { port: 0 });
    onTestFinished(() => server.close());
    expect(await calls(server.url)).toEqual({
      account: simulator.world.account,
      tags: [{ Key: "fleet", Value: "a & <b>" }],
      failedEntries: 1,
      parameterIsTheImage: true,
      groupSizes: [0, 3],
      groupInstances: [],
      groupTagPropagates: true,
      secondGroup: "AlreadyExists",
      unknownTargetGroup: "TargetGroupNotFound",
      alarm: ["INSUFFICIENT_DATA", 0.5],
      metrics: [
        ["depth", [12], "Complete"],
        ["slow", [], "Complete"],
      ],
      serversSeen: 7,
      server: {
        key: "ops",
        profile: `arn:aws:iam::${simulator.world.account}:instance-profile/web`,
        tokens: "required",
        group: "sg-web",
        device: 0,
        monitoring: "pending",
      },
      typeOfRunning: "IncorrectInstanceState",
      foreignToken: "InvalidNextToken",
      unknownParameter: "ParameterNotFound",
      unknownImage: "InvalidAMIID.NotFound",
      notSimulated: "NotImplementedBySimulator",
      dryRun: [412, "DryRunOperation"],
      otherParameters: "IdempotentParameterMismatch",
      capacityReservations: 0,
      zone: "use1-az2",
      publicAddresses: false,
      history: [
        [1, "one", ["golden"]],
        [2, "two", []],
      ],
      golden: "one",
      parameterTags: [{ Key: "fleet", Value: "shop" }],
    });
  });
}
