import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { bundleFunction } from "../../bench/bundles.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { STEP_SECONDS } from "../../src/step/open-context.ts";
import { serveWeb } from "../support/ledger/serving-fleet.ts";

const folder = await mkdtemp(join(tmpdir(), "moult-stalled-"));
const file = join(folder, "sweep.mjs");
// The sweep asks the ledger and Auto Scaling, even where there is no fleet.
await writeFile(file, (await bundleFunction("sweep")).text);

const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true });
});

type Answering = (response: ServerResponse) => void;
/** Takes the request, and says nothing. */
const silent: Answering = () => undefined;
/** Begins to answer, and stops in the middle. */
const stuck: Answering = (response) => {
  response.writeHead(200, { "content-type": "text/xml", "content-length": "1000" });
  response.write("<DescribeAutoScalingGroupsResponse>");
};
const empty: Answering = (response) => {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
  response.end('{"Items":[],"Count":0}');
};

/** An endpoint for all of AWS: how its ledger answers, and all else. */
async function endpoint(ledger: Answering, others: Answering): Promise<string> {
  const server = createServer(({ headers }, response) =>
    String(headers["x-amz-target"]).startsWith("DynamoDB_") ? ledger(response) : others(response),
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Runs node with its clock forty times as fast; what has not ended when a function is ended by Lambda is killed. */
const node = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    const all = ["--import", path("test/support/lambda/faster-timers.mjs"), ...args];
    const options = { env: { ...ENVIRONMENT, ...env }, timeout: 25_000 };
    execFile(process.execPath, all, options, (error, out, err) =>
      resolve({ code: error?.signal ?? error?.code ?? 0, out, err }),
    );
  });

const ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_EC2_METADATA_DISABLED: "true",
  LEDGER_TABLE: "ledger",
  STATE_MACHINE_ARN: "arn:aws:states:us-east-1:123456789012:stateMachine:moult-dev-rollout",
};

describe.each([
  ["the ledger does not answer", silent, silent, "the ledger's list"],
  ["the ledger begins to answer, and stops", stuck, silent, "the ledger's list"],
  ["AWS does not answer", empty, silent, "DescribeAutoScalingGroups"],
  ["AWS begins to answer, and stops", empty, stuck, "DescribeAutoScalingGroups"],
])("where %s", (_what, ledger, others, call) => {
  test("a function fails by name, long before Lambda ends it", async () => {
    const script = `
      const { handler } = await import(${JSON.stringify(file)});
      const begun = Date.now();
      const told = await handler({}, { awsRequestId: "1" }).catch(({ name, message }) => ({ name, message }));
      process.stdout.write("\\n" + JSON.stringify({ ...told, seconds: (Date.now() - begun) / 1000 }) + "\\n");
      process.exit();`;
    const env = { AWS_ENDPOINT_URL: await endpoint(ledger, others) };
    const { code, out } = await node(["--input-type=module", "-e", script], env);
    expect(code).toBe(0);
    const told = JSON.parse(out.trim().split("\n").at(-1) ?? "") as { seconds: number };
    expect(told).toMatchObject({ name: "ServiceUnavailable" });
    expect(told).toMatchObject({ message: expect.stringContaining(`${call} failed with TimeoutError: `) });
    expect(told.seconds).toBeLessThan(STEP_SECONDS * 0.75);
  });
});

test("moult plan says a sentence where AWS does not answer", async () => {
  const MOULT_LEDGER = join(folder, "ledger.sqlite");
  const ledger = openSqliteLedger(MOULT_LEDGER);
  await serveWeb(ledger);
  ledger.close();
  const env = { AWS_ENDPOINT_URL: await endpoint(empty, silent), MOULT_LEDGER };
  const { code, err } = await node([path("bin/moult.mjs"), "plan", "web"], env);
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(
      /^Reading web \.\.\.\ncontext: account unknown \(AWS did not say within 3 s\) [^\n]+\nmoult: no answer came: [^@\n]+\nNext: look at the network [^\n]+\n$/,
    ),
  ]);
});
