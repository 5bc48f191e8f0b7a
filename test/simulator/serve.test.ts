import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { DescribeImagesCommand, EC2Client, RegisterImageCommand } from "@aws-sdk/client-ec2";
import { expect, onTestFinished, test } from "vitest";
import { parseServeOptions } from "../../simulator/serve-options.ts";

const SERVE = new URL("../../simulator/serve.ts", import.meta.url).pathname;
const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [SERVE, ...args]);
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

async function firstOutput(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return chunk.toString();
}

async function ended(child: ChildProcess): Promise<{ code: number; output: string; errors: string }> {
  let output = "";
  let errors = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, output, errors };
}

test("it says in one line where it is, serves clients, lets time run, and ends with 0 on Ctrl-C", async () => {
  const child = start("--port", "0", "--speed", "600");
  const line = await firstOutput(child);
  expect(line.trim().split("\n")).toHaveLength(1);
  const endpoint = /AWS_ENDPOINT_URL=(http:\/\/127\.0\.0\.1:\d+) /.exec(line)?.[1] ?? "";
  expect(endpoint).not.toBe("");

  const ec2 = new EC2Client({ endpoint, credentials: CREDENTIALS, region: "us-east-1" });
  const registerAt = async (name: string) => {
    const { ImageId = "" } = await ec2.send(
      new RegisterImageCommand({ Name: name, RootDeviceName: "/dev/xvda" }),
    );
    const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId] }));
    return Date.parse(Images?.[0]?.CreationDate ?? "");
  };
  const before = await registerAt("before");
  await setTimeout(200);
  expect((await registerAt("after")) - before).toBeGreaterThan(0.2 * 600 * 900);

  const end = ended(child);
  child.kill("SIGINT");
  expect((await end).code).toBe(0);
});

test("it serves proxied requests: nobody answers at an address without a server", async () => {
  const child = start("--port", "0", "--speed", "0");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await firstOutput(child))?.[0] ?? "";
  const proxy = new URL(url);
  const [response] = (await once(
    request({ host: proxy.hostname, port: proxy.port, path: "http://172.31.0.9:80/healthz" }).end(),
    "response",
  )) as [NodeJS.ReadableStream & { statusCode: number }];
  response.resume();
  expect(response.statusCode).toBe(502);
});

test("it starts with what a scenario file says", async () => {
  const scenario = new URL("../../simulator/scenario/scenario.example.yml", import.meta.url).pathname;
  const child = start("--port", "0", "--speed", "0", "--scenario", scenario);
  const endpoint = /http:\/\/127\.0\.0\.1:\d+/.exec(await firstOutput(child))?.[0] ?? "";
  const ec2 = new EC2Client({ endpoint, credentials: CREDENTIALS, region: "us-east-1" });
  const { Images } = await ec2.send(new DescribeImagesCommand({ ImageIds: ["ami-web-1"] }));
  expect(Images?.[0]?.Name).toBe("web-1");
});

test("a scenario file that is not there is one clear line and exit code 1", async () => {
  const { code, errors } = await ended(start("--port", "0", "--scenario", "nowhere.yml"));
  expect(code).toBe(1);
  expect(errors.trim().split("\n")).toHaveLength(1);
  expect(errors).toContain("nowhere.yml");
});

test("--help shows an example and ends with 0", async () => {
  const { code, output } = await ended(start("--help"));
  expect(code).toBe(0);
  expect(output).toContain("Example:\n  npm run simulator -- --speed 60\n");
});

test("a bad flag is one clear line and exit code 1", async () => {
  const { code, output, errors } = await ended(start("--prot", "4580"));
  expect(code).toBe(1);
  expect(output).toBe("");
  expect(errors.trim().split("\n")).toHaveLength(1);
  expect(errors).toContain("--prot");
});

test.each([
  [["--port", "70000"], "--port takes a whole number from 0 to 65535, not '70000'."],
  [["--port", "x"], "--port takes a number from 0, not 'x'."],
  [["--speed", "-1"], "--speed"],
  [["--seed", "1.5"], "--seed takes a whole number"],
  [["--scenario"], "--scenario"],
  [["now"], "now"],
])("%j is refused: %s", (args, message) => {
  expect(() => parseServeOptions(args)).toThrow(message);
});

test("defaults", () => {
  expect(parseServeOptions([])).toEqual({ port: 4580, speed: 1, seed: 1, scenario: undefined, help: false });
});
