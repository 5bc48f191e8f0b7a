import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Context } from "aws-lambda";
import { describe, expect, onTestFinished, test } from "vitest";
import { startingDesk } from "../../src/desk/starting-desk.ts";
import { openControlPlane } from "../../src/engine/control-plane.ts";
import { actHandler } from "../../src/lambda/act-handler.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { activeFreeze } from "../../src/ledger/freezes.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { DECLARATION, NOON } from "../support/cli/command-line.ts";

const ADA = "arn:aws:iam::123456789012:user/ada";
const credentials = { accessKeyId: "AKIDADA", secretAccessKey: "s", sessionToken: "t" };
const silent = { info: () => 0, warn: () => 0, error: () => 0, appendKeys: () => 0, resetKeys: () => 0 };

/** A function's URL as AWS keeps it: it reads who signed, and hands on what was signed. */
async function stack(answer?: { readonly status: number; readonly body: string }) {
  const ledger = openSqliteLedger(":memory:");
  await declareFleet(ledger, { declaration: DECLARATION, by: "bob", now: NOON }, "absent");
  const clock = { now: () => NOON, sleep: async () => undefined };
  const starter = { start: async () => undefined };
  const handler = actHandler(startingDesk(starter as never, { ledger, clock }), { lines: silent as never });
  const signed: object[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const {
      authorization = "",
      "x-amz-content-sha256": hash,
      "x-amz-security-token": token,
    } = request.headers;
    const [, key, scope] =
      /^AWS4-HMAC-SHA256 Credential=(\w+)\/\d{8}\/([\w/-]+), SignedHeaders=/.exec(authorization) ?? [];
    const isWhole = hash === createHash("sha256").update(body).digest("hex");
    signed.push({ key, scope, token, isWhole });
    if (answer !== undefined) return void response.writeHead(answer.status).end(answer.body);
    const event = {
      requestContext: { http: { method: request.method }, authorizer: { iam: { userArn: ADA } } },
      body,
    };
    const done = await handler(event, { awsRequestId: "r" } as Context);
    response.writeHead(done.statusCode, done.headers).end(done.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const plane = await openControlPlane(
    {
      engine: "step-functions",
      region: "eu-west-3",
      table: "moult-prod",
      stateMachineArn: "arn:aws:states:eu-west-3:123456789012:stateMachine:moult-prod-rollout",
      operateUrl: `http://127.0.0.1:${port}/`,
      connection: async () => ({ credentials }),
    },
    async () => ({ status: null, error: "none" }),
  );
  onTestFinished(() => plane.close());
  return { plane, ledger, signed };
}

describe("acts by the stack's door", () => {
  test("are signed with the person's credentials, done there, and answered as here", async () => {
    const { plane, ledger, signed } = await stack();
    const asked = { fleet: "web", reason: "incident – Störung", seconds: null };
    const done = await plane.act("freeze", asked, "root@laptop");
    expect(done).toMatchObject({ by: ADA, reason: "incident – Störung", fleets: ["web"] });
    expect((await activeFreeze(ledger, "web", NOON))?.by).toBe(ADA);
    expect(signed).toEqual([
      { key: "AKIDADA", scope: "eu-west-3/lambda/aws4_request", token: "t", isWhole: true },
    ]);
    const steering = { fleet: "web", act: "abort", reason: "wrong image", seconds: 0 } as const;
    expect(await plane.act("steer", steering, "root@laptop")).toMatchObject({
      rollout: null,
      changed: false,
    });
  });

  test("fail with the errors that they have there", async () => {
    const { plane } = await stack();
    const asked = { imageId: "ami-0bbbbbbbbbbbbbbbb", scope: null, reason: "flaky" };
    await expect(plane.act("lift-quarantine", asked, "ada")).rejects.toMatchObject({
      name: "InvalidInput",
      message: expect.stringContaining("never was"),
    });
  });

  test.each([
    [{ status: 403, body: '{"Message":"Forbidden"}' }, "AccessDenied", "OperatorPolicyArn"],
    [{ status: 502, body: "Internal Server Error" }, "ServiceUnavailable", "may have been done"],
    [{ status: 200, body: "<html>" }, "ServiceUnavailable", "may have been done"],
  ])("%j: %s", async (answer, name, words) => {
    const { plane } = await stack(answer);
    await expect(plane.act("unpin", { fleet: "web" }, "ada")).rejects.toMatchObject({
      name,
      message: expect.stringContaining(words),
    });
  });
});
