import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { bundleFunction } from "../../bench/bundles.ts";
import { createSimulator } from "../../simulator/simulator.ts";
import { startHttpServer } from "../../simulator/wire/http-server.ts";
import type { WireRequest, WireResponse } from "../../simulator/wire/message.ts";
import { signerOf } from "../support/functions/signature.ts";

const folder = await mkdtemp(join(tmpdir(), "moult-credentials-"));
const file = join(folder, "sweep.mjs");
// The sweep asks the ledger and Auto Scaling, even where there is no fleet.
await writeFile(file, (await bundleFunction("sweep")).text);

const asked: WireRequest[] = [];
const simulator = createSimulator();
const emptyTable: WireResponse = {
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: '{"Items":[],"Count":0}',
};
const dispatch = (request: WireRequest): WireResponse | undefined => {
  asked.push(request);
  return request.headers["x-amz-target"]?.startsWith("DynamoDB_") ? emptyTable : simulator.dispatch(request);
};
const server = await startHttpServer({ ...simulator, dispatch }, { port: 0 });
afterAll(() => Promise.all([server.close(), rm(folder, { recursive: true })]));

const ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  AWS_ENDPOINT_URL: server.url,
  LEDGER_TABLE: "ledger",
  STATE_MACHINE_ARN: "arn:aws:states:us-east-1:123456789012:stateMachine:moult-dev-rollout",
};
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "ASIAFUNCTION",
  AWS_SECRET_ACCESS_KEY: "a function's secret",
  AWS_SESSION_TOKEN: "a function's session",
};

/** What the last invocation wrote, line by line: its log, and what it answered. */
let written: string[] = [];

/** Invokes the bundle once in a process of its own, and answers what it answered or the name of its error. */
async function invoke(env: Readonly<Record<string, string>>): Promise<unknown> {
  const script = `
    const { handler } = await import(${JSON.stringify(file)});
    const answer = await handler({}, { awsRequestId: "request-1" }).catch(({ name }) => ({ error: name }));
    console.log(JSON.stringify(answer));`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], { env });
  const { stdout, stderr } = await run;
  written = `${stderr}${stdout}`.trim().split("\n");
  return JSON.parse(written.at(-1) ?? "");
}

test("a bundled function signs with the credentials of its environment", async () => {
  asked.length = 0;
  expect(await invoke({ ...ENVIRONMENT, ...CREDENTIALS })).toEqual({
    fleets: 0,
    irregularities: [],
    notSwept: [],
    left: 0,
    attention: 0,
    unsent: 0,
    counts: {
      NeedAttention: 0,
      UnsentEvents: 0,
      FleetsNeedingPerson: 0,
      RunsWaitingTooLong: 0,
      WindowsUnreadable: 0,
      FleetsNotSwept: 0,
    },
    begun: [],
  });
  const services = asked.map(({ headers }) => headers["authorization"]?.split("/")[3]);
  expect(new Set(services)).toEqual(new Set(["dynamodb", "autoscaling"]));
  for (const request of asked) {
    expect(request.headers["x-amz-security-token"]).toBe(CREDENTIALS.AWS_SESSION_TOKEN);
    expect(signerOf(request, CREDENTIALS.AWS_SECRET_ACCESS_KEY)).toEqual({
      accessKey: CREDENTIALS.AWS_ACCESS_KEY_ID,
      genuine: true,
    });
    expect(signerOf(request, "another secret").genuine).toBe(false);
  }
});

test("what goes well is one line of the log, with what it came to and nothing secret", async () => {
  await invoke({ ...ENVIRONMENT, ...CREDENTIALS });
  expect(written).toHaveLength(4);
  expect(JSON.parse(written[1] ?? "")).toEqual({
    level: "INFO",
    message: "sweep: swept",
    timestamp: expect.any(String),
    service: "moult",
    sampling_rate: 0,
    requestId: "request-1",
    verdict: "swept",
    reason: "0 fleets swept, 0 runs begun",
    runs: [],
  });
  expect(JSON.parse(written[0] ?? "")).toMatchObject({ service: "moult", NeedAttention: 0, FleetsMoving: 0 });
  expect(JSON.parse(written[2] ?? "")).toMatchObject({ service: "moult", AwsCalls: 1 });
  for (const secret of Object.values(CREDENTIALS)) expect(written.join()).not.toContain(secret);
});

test("without them it calls nobody, and its error has the name that the state machine knows", async () => {
  asked.length = 0;
  const { AWS_SECRET_ACCESS_KEY: _, ...incomplete } = CREDENTIALS;
  // A profile is not looked for, though one is named.
  expect(await invoke({ ...ENVIRONMENT, ...incomplete, AWS_PROFILE: "ada" })).toEqual({
    error: "AccessDenied",
  });
  expect(asked).toEqual([]);
});
