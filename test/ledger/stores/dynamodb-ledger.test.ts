import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  AccessDenied,
  LedgerConflict,
  LedgerCorrupt,
  NotFound,
  Rejected,
  ServiceUnavailable,
  Throttled,
} from "../../../src/errors/errors.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { dynamoDbLedger, openDynamoDbLedger } from "../../../src/ledger/stores/dynamodb-ledger.ts";
import { describeLedgerContract } from "../../support/ledger/contract.ts";
import { deployedTable, type RunningTable, startTable } from "../../support/ledger/dynalite-table.ts";

let table: RunningTable;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.stop());

describeLedgerContract("DynamoDB", async () =>
  openDynamoDbLedger(table.name, { endpoint: table.endpoint, region: "us-east-1" }),
);

describe("the deployed table", () => {
  test("is billed per request, restorable, encrypted, kept, and named by CloudFormation", () => {
    const { Type, DeletionPolicy, UpdateReplacePolicy, Properties } = deployedTable();
    expect([Type, DeletionPolicy, UpdateReplacePolicy]).toEqual([
      "AWS::DynamoDB::Table",
      "RetainExceptOnCreate",
      "Retain",
    ]);
    expect(Properties.BillingMode).toBe("PAY_PER_REQUEST");
    expect(Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
    expect(Properties.SSESpecification.SSEEnabled).toBe(true);
    expect(Properties.TableName).toBeUndefined();
  });

  test("finds the end of an item's life where the ledger writes it, and only while it has one", async () => {
    const { AttributeName: ttl } = deployedTable().Properties.TimeToLiveSpecification;
    const ledger = dynamoDbLedger(table.client, table.name);
    const key = { partition: "ttl", sort: "a" };
    const attributes = async () =>
      (
        await table.client.send(
          new GetItemCommand({
            TableName: table.name,
            ConsistentRead: true,
            Key: { partition: { S: "ttl" }, sort: { S: "a" } },
          }),
        )
      ).Item;
    await ledger.put({ ...key, schema: 1, body: {}, removeAfter: 1_700_000_000_000 }, "absent");
    expect((await attributes())?.[ttl]).toEqual({ N: "1700000000" });
    await ledger.put({ ...key, schema: 1, body: {} }, "any");
    expect(Object.keys((await attributes()) ?? {})).not.toContain(ttl);
  });
});

describe("items that somebody edited by hand", () => {
  const put = (attributes: Record<string, { S: string } | { N: string }>) =>
    table.client.send(
      new PutItemCommand({ TableName: table.name, Item: { partition: { S: "edited" }, ...attributes } }),
    );

  test.each([
    ["no revision", { schema: { N: "1" }, body: { S: "{}" } }, "has no schema or no revision"],
    [
      "no JSON",
      { schema: { N: "1" }, revision: { N: "1" }, body: { S: "{" } },
      "has a body that is not JSON",
    ],
    ["a list", { schema: { N: "1" }, revision: { N: "1" }, body: { S: "[]" } }, "is not a JSON object"],
  ])("are corrupt, not guessed at: %s", async (sort, attributes, message) => {
    await put({ sort: { S: sort }, ...attributes });
    const read = dynamoDbLedger(table.client, table.name).get({ partition: "edited", sort });
    await expect(read).rejects.toThrow(`edited/${sort}`);
    await expect(read).rejects.toThrow(message);
    await expect(read).rejects.toBeInstanceOf(LedgerCorrupt);
  });
});

describe("DynamoDB's errors", () => {
  test("a table that is not there", async () => {
    const ledger = dynamoDbLedger(table.client, "elsewhere");
    await expect(ledger.get({ partition: "a", sort: "b" })).rejects.toBeInstanceOf(NotFound);
  });

  test.each([
    [400, "ProvisionedThroughputExceededException", Throttled],
    [400, "ThrottlingException", Throttled],
    [400, "AccessDeniedException", AccessDenied],
    [400, "ValidationException", Rejected],
    [500, "InternalServerError", ServiceUnavailable],
    [503, "SomethingNobodyKnows", ServiceUnavailable],
  ])("%i %s", async (status, name, expected) => {
    const ledger = await brokenLedger(status, name);
    await expect(ledger.put({ partition: "a", sort: "b", schema: 1, body: {} }, "any")).rejects.toThrow(name);
    await expect(ledger.list("a")).rejects.toBeInstanceOf(expected);
  });

  test("nobody listens", async () => {
    const ledger = openDynamoDbLedger("ledger", {
      endpoint: "http://127.0.0.1:1",
      region: "us-east-1",
      maxAttempts: 1,
    });
    await expect(ledger.get({ partition: "a", sort: "b" })).rejects.toBeInstanceOf(ServiceUnavailable);
  });
});

describe("what is sent", () => {
  /** A ledger whose client records its commands and answers nothing. */
  function recording(): {
    readonly ledger: Ledger;
    readonly sent: unknown[];
    readonly destroyed: () => boolean;
  } {
    const client = new DynamoDBClient({ region: "us-east-1" });
    const sent: unknown[] = [];
    let destroyed = false;
    client.send = (async (command: { readonly input: unknown }) => {
      sent.push(command.input);
      return {};
    }) as never;
    client.destroy = () => {
      destroyed = true;
    };
    return { ledger: dynamoDbLedger(client, "ledger"), sent, destroyed: () => destroyed };
  }

  test("reads see every write that was answered before", async () => {
    const { ledger, sent } = recording();
    expect(await ledger.get({ partition: "a", sort: "b" })).toBeUndefined();
    expect(await ledger.list("a")).toEqual([]);
    expect(sent).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: true }]);
  });

  test("a list without prefix asks for the whole partition, one with a prefix for that", async () => {
    const { ledger, sent } = recording();
    await ledger.list("a");
    await ledger.list("a", { prefix: "entry#" });
    expect(JSON.stringify(sent[0])).not.toContain("begins_with");
    expect(JSON.stringify(sent[1])).toContain("entry#");
  });

  test("closing destroys the client", () => {
    const { ledger, destroyed } = recording();
    ledger.close();
    expect(destroyed()).toBe(true);
  });
});

test("an error tells what of the ledger failed", async () => {
  const ledger = dynamoDbLedger(table.client, "elsewhere");
  const key = { partition: "a", sort: "b" };
  await expect(ledger.get(key)).rejects.toThrow(/\bget\b/);
  await expect(ledger.list("a")).rejects.toThrow(/\blist\b/);
  await expect(ledger.put({ ...key, schema: 1, body: {} }, "any")).rejects.toThrow(/\bput\b/);
  await expect(ledger.remove(key, 1)).rejects.toThrow(/\bremove\b/);
});

test("an item that has nothing but its key is corrupt, and in nobody's way", async () => {
  await table.client.send(
    new PutItemCommand({ TableName: table.name, Item: { partition: { S: "bare" }, sort: { S: "a" } } }),
  );
  const ledger = dynamoDbLedger(table.client, table.name);
  const key = { partition: "bare", sort: "a" };
  await expect(ledger.get(key)).rejects.toBeInstanceOf(LedgerCorrupt);
  await expect(ledger.put({ ...key, schema: 1, body: {} }, 1)).rejects.toBeInstanceOf(LedgerConflict);
  await expect(ledger.put({ ...key, schema: 1, body: {} }, "absent")).rejects.toBeInstanceOf(LedgerConflict);
  await expect(ledger.remove(key, 1)).rejects.toBeInstanceOf(LedgerConflict);
  await ledger.remove({ ...key, sort: "never" }, 1);
});

test("a write whose answer was lost is not taken for somebody else's when it is sent again", async () => {
  const lossy = ledgerThatLosesAnswers();
  const key = { partition: "lost", sort: "a" };
  expect((await lossy.put({ ...key, schema: 1, body: { n: 1 } }, "absent")).revision).toBe(1);
  expect((await lossy.put({ ...key, schema: 1, body: { n: 2 } }, 1)).revision).toBe(2);
});

const servers: { close(): void }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** A ledger on a server that answers everything with one error. */
async function brokenLedger(status: number, name: string): Promise<Ledger> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: "no" }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return openDynamoDbLedger("ledger", { endpoint, region: "us-east-1", maxAttempts: 1 });
}

/** A ledger whose every UpdateItem is carried out, answered with a failure, and sent again by the SDK. */
function ledgerThatLosesAnswers(): Ledger {
  const client = new DynamoDBClient({ endpoint: table.endpoint, region: "us-east-1" });
  const lost = new Set<string>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { body, headers } = args.request as { body: string; headers: Record<string, string> };
      if (!headers["x-amz-target"]?.endsWith("UpdateItem") || lost.has(body)) return answer;
      lost.add(body);
      throw Object.assign(new Error("socket hang up"), { name: "TimeoutError", $retryable: {} });
    },
    { step: "deserialize", priority: "high", name: "loseAnswers" },
  );
  return dynamoDbLedger(client, table.name);
}
