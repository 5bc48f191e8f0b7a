import type { Context } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { actHandler } from "../../src/lambda/act-handler.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";
import { startingDesk } from "../../src/desk/starting-desk.ts";
import { DECLARATION, NOON } from "../support/cli/command-line.ts";

const ADA = "arn:aws:sts::123456789012:assumed-role/operators/ada";

async function door() {
  const ledger = openSqliteLedger(":memory:");
  await declareFleet(ledger, { declaration: DECLARATION, by: "bob", now: NOON }, "absent");
  const started: object[] = [];
  const clock = { now: () => NOON, sleep: async () => undefined };
  const starter = {
    start: async (machine: string, name: string, input: object) =>
      void started.push({ machine, name, input }),
  };
  const said: unknown[] = [];
  const lines = {
    info: (text: string, more: object) => void said.push(text, more),
    warn: () => undefined,
    error: (text: string) => void said.push(text),
    appendKeys: () => undefined,
    resetKeys: () => undefined,
  };
  const handler = actHandler(startingDesk(starter as never, { ledger, clock }), { lines: lines as never });
  const event = (
    body: string,
    more: object = { authorizer: { iam: { userArn: ADA } } },
    method = "POST",
  ) => ({
    version: "2.0",
    requestContext: { http: { method }, ...more },
    body,
    isBase64Encoded: false,
  });
  const call = async (given: unknown) => {
    const { statusCode, body } = await handler(given, { awsRequestId: "r" } as Context);
    return {
      status: statusCode,
      ...(JSON.parse(body) as { done?: unknown; error?: { name: string; message: string } }),
    };
  };
  const ask = (act: string, asked: object, ...more: [object?, string?]) =>
    call(event(JSON.stringify({ act, asked }), ...more));
  return { ledger, started, said, call, ask, event };
}

describe("the door for acts", () => {
  test("carries an act out under the name that AWS proves, whatever was sent", async () => {
    const { ledger, ask, said } = await door();
    const asked = { fleet: "web", reason: "incident 4711", seconds: 3600 };
    expect(await ask("freeze", asked)).toMatchObject({
      status: 200,
      done: { by: ADA, reason: "incident 4711", until: NOON + 3_600_000, fleets: ["web"] },
    });
    expect((await listEntries(ledger, "web")).at(-1)).toMatchObject({ action: "freeze", actor: ADA });
    expect(said).toEqual(["operate: done", { verdict: "done", reason: `freeze by ${ADA}` }]);
    // Not even by a name of their own.
    expect(await ask("freeze", { ...asked, by: "root" })).toMatchObject({
      status: 400,
      error: { name: "InvalidInput" },
    });
  });

  test("starts an execution with who asked in its input", async () => {
    const { started, ask } = await door();
    const asked = {
      fleet: "web",
      image: "ami-0bbbbbbbbbbbbbbbb",
      until: null,
      launchedBefore: null,
      reason: "kernel",
    };
    const { status, done } = await ask("start", asked);
    expect(status).toBe(200);
    expect(started).toEqual([
      expect.objectContaining({ machine: "rollout", name: (done as { id: string }).id }),
    ]);
    expect(JSON.stringify(started)).toContain(ADA);
  });

  test("declares by its own reading of what was sent, over what was seen", async () => {
    const { ask } = await door();
    const declaration = JSON.stringify({ ...DECLARATION, template: "lt-0def" });
    const apply = (revision: number | null, text = declaration) =>
      ask("apply", { file: "web.yml", declaration: text, revision });
    expect(await apply(7)).toMatchObject({ status: 409, error: { name: "LedgerConflict" } });
    expect(await apply(1, '{"fleet":"web"}')).toMatchObject({ status: 400, error: { name: "InvalidInput" } });
    expect(await apply(1)).toMatchObject({ status: 200, done: { result: "changed" } });
  });

  test.each([
    ["is unsigned", { authorizer: undefined }],
    ["is signed by nobody", { authorizer: { iam: { userArn: "" } } }],
    ["comes by another way", { authorizer: { jwt: { claims: { sub: "ada" } } } }],
  ])("does nothing for what %s", async (_what, context) => {
    const { ledger, ask } = await door();
    const { status } = await ask("freeze", { fleet: "web", reason: "r", seconds: null }, context);
    expect([400, 403]).toContain(status);
    expect(await listEntries(ledger, "web")).toEqual([]);
  });

  test.each([
    ["no event of a URL", {}],
    ["no JSON", "{"],
    ["no act", '{"asked":{}}'],
    ["an act that there is not", '{"act":"toString","asked":{}}'],
    ["a fleet that is no name", '{"act":"unpin","asked":{"fleet":"../web"}}'],
    [
      "a reason with a line break",
      '{"act":"freeze","asked":{"fleet":"web","reason":"a\\nb","seconds":null}}',
    ],
  ])("answers 400 to %s", async (_what, given) => {
    const { call, event, ledger } = await door();
    expect(await call(typeof given === "string" ? event(given) : given)).toMatchObject({
      status: 400,
      error: { name: "InvalidInput" },
    });
    expect(await listEntries(ledger, "web")).toEqual([]);
  });

  test("is posted to, and reads what Lambda has coded", async () => {
    const { ask, call, event } = await door();
    expect((await ask("whoami", {}, { authorizer: { iam: { userArn: ADA } } }, "GET")).status).toBe(400);
    const coded = Buffer.from('{"act":"whoami","asked":{}}').toString("base64");
    expect(await call({ ...event(coded), isBase64Encoded: true })).toEqual({
      status: 200,
      done: { by: ADA },
    });
  });
});
