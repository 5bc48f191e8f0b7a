import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EC2Client, DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { type TestContext, test } from "vitest";
import { awsCliRollout } from "../support/foreign/aws-cli-rollout.ts";
import { SCENARIO, setUpBlue } from "../support/foreign/blue-fleet.ts";
import { hasAwsCli, hasBoto3 } from "../support/foreign/installed.ts";
import { startUsers } from "../support/foreign/users.ts";

const SERVE = new URL("../../simulator/serve.ts", import.meta.url).pathname;
/** A minute of the account in a second: a server boots while a client makes one or two calls. */
const SPEED = "60";
const LONGEST_MILLISECONDS = 240_000;

async function serve({ onTestFinished }: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "moult-foreign-"));
  const scenario = join(folder, "scenario.yml");
  await writeFile(scenario, SCENARIO);
  const args = [SERVE, "--port", "0", "--speed", SPEED, "--scenario", scenario];
  const child: ChildProcess = spawn(process.execPath, args);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true });
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return /AWS_ENDPOINT_URL=(\S+)/.exec(line.toString())?.[1] ?? "";
}

async function boto3Rollout(url: string): Promise<object> {
  const script = new URL("../support/foreign/boto3_rollout.py", import.meta.url).pathname;
  return JSON.parse((await promisify(execFile)("python3", ["-B", script, url])).stdout);
}

/** Ids of the servers that run, by their image. */
async function running(url: string): Promise<Record<string, string[]>> {
  const credentials = { accessKeyId: "test", secretAccessKey: "secret" };
  const client = new EC2Client({ endpoint: url, region: "us-east-1", credentials });
  const Filters = [{ Name: "instance-state-name", Values: ["running"] }];
  const { Reservations = [] } = await client.send(new DescribeInstancesCommand({ Filters }));
  const servers = Reservations.flatMap(({ Instances = [] }) => Instances);
  const byImage = Map.groupBy(servers, ({ ImageId = "" }) => ImageId);
  return Object.fromEntries(
    [...byImage].map(([image, some]) => [image, some.map(({ InstanceId = "" }) => InstanceId)]),
  );
}

const CLIENTS = [
  { client: "boto3", isInstalled: hasBoto3(), rollOut: boto3Rollout },
  { client: "the AWS CLI", isInstalled: hasAwsCli(), rollOut: awsCliRollout },
];

for (const { client, isInstalled, rollOut } of CLIENTS) {
  test.skipIf(!isInstalled).concurrent(
    `${client} replaces a fleet blue/green over HTTP, and no request is lost`,
    async (context) => {
      const { expect } = context;
      const url = await serve(context);
      const fleet = await setUpBlue(url);
      const before = await running(url);
      expect(Object.keys(before)).toEqual(["ami-web-1"]);
      const stop = startUsers(url, fleet.dnsName);
      const rolledOut = await rollOut(url, fleet);
      const users = await stop();

      expect(rolledOut).toEqual({ steps: [10, 50, 100], version: 2, healthy: 3 });
      expect(users.lost).toBe(0);
      expect(users.served).toBeGreaterThan(50);
      const after = await running(url);
      expect(Object.keys(after)).toEqual(["ami-web-2"]);
      expect(after["ami-web-2"]).toHaveLength(3);
      const servers = [...(before["ami-web-1"] ?? []), ...(after["ami-web-2"] ?? [])];
      expect([...users.byServer.keys()].toSorted()).toEqual(servers.toSorted());
    },
    LONGEST_MILLISECONDS,
  );
}
