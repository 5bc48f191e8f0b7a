import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { createSimulator } from "../../simulator/simulator.ts";
import { startHttpServer } from "../../simulator/wire/http-server.ts";
import { rawCalls } from "../support/foreign/raw-calls.ts";

async function boto3Calls(url: string): Promise<object> {
  const script = new URL("../support/foreign/boto3_calls.py", import.meta.url).pathname;
  const { stdout } = await promisify(execFile)("python3", [script, url]);
  return JSON.parse(stdout);
}

// boto3 belongs to Python: where a machine does not have it, the client written by hand makes the same calls alone.
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"]).status === 0;
const clients = [
  { client: "a client written by hand", calls: rawCalls },
  ...(hasBoto3 ? [{ client: "boto3", calls: boto3Calls }] : []),
];

test.each(clients)("$client finds the account as AWS documents it", async ({ calls }) => {
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
  });
});
