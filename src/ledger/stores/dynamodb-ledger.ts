import { randomUUID } from "node:crypto";
import type { Agent } from "node:https";
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { LEDGER_TIME_LIMITS } from "../../errors/time-limits.ts";
import { translateError } from "../../errors/aws-codes.ts";
import { LedgerCorrupt } from "../../errors/errors.ts";
import { conflictOn } from "../conflict.ts";
import type { Expectation, Ledger, LedgerItem, LedgerKey, LedgerWrite, ListOptions } from "../ledger.ts";
import { nameOf } from "../stored.ts";
import { decodeBody, encodeBody } from "./item-body.ts";

type Attributes = Record<string, AttributeValue>;

interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** The ledger of the deployed stack: `dynamoDbLedger` over a client of its own. */
export function openDynamoDbLedger(
  tableName: string,
  { httpsAgent, ...config }: DynamoDBClientConfig & { readonly httpsAgent?: Agent } = {},
): Ledger {
  const requestHandler = { ...LEDGER_TIME_LIMITS, ...(httpsAgent && { httpsAgent }) };
  return dynamoDbLedger(new DynamoDBClient({ requestHandler, ...config }), tableName);
}

/**
 * A ledger in one DynamoDB table (resources/table.yml), with strongly consistent reads and single-item conditional
 * writes only. Its IAM needs are GetItem, Query, UpdateItem and DeleteItem on the table. `close` destroys the client.
 * `removeAfter` becomes the item's attribute of that name in seconds, where the table's time to live finds it.
 */
export function dynamoDbLedger(client: DynamoDBClient, tableName: string): Ledger {
  const table = { client, name: tableName };
  return {
    get: (key) => withOurErrors("get", () => getItem(table, key)),
    list: (partition, options = {}) => withOurErrors("list", () => listItems(table, partition, options)),
    put: (write, expected) => withOurErrors("put", () => putItem(table, write, expected)),
    remove: (key, revision) => withOurErrors("remove", () => removeItem(table, key, revision)),
    close: () => client.destroy(),
  };
}

async function getItem(table: Table, key: LedgerKey): Promise<LedgerItem | undefined> {
  const attributes = await readAttributes(table, key);
  return attributes && toItem(attributes);
}

async function readAttributes(table: Table, key: LedgerKey): Promise<Attributes | undefined> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toKey(key), ConsistentRead: true }),
  );
  return Item;
}

/** One page holds at most 1 MB, whatever its limit: pages are followed until there are enough items or no more. */
async function listItems(table: Table, partition: string, options: ListOptions): Promise<LedgerItem[]> {
  const { prefix = "", limit = Number.POSITIVE_INFINITY, newestFirst = false } = options;
  const items: LedgerItem[] = [];
  let from: Attributes | undefined;
  while (items.length < limit) {
    const page: QueryCommandOutput = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        ConsistentRead: true,
        ScanIndexForward: !newestFirst,
        ...keyCondition(partition, prefix),
        ...(Number.isFinite(limit) && { Limit: limit - items.length }),
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []).map(toItem));
    from = page.LastEvaluatedKey;
    if (from === undefined) break;
  }
  return items;
}

async function putItem(table: Table, write: LedgerWrite, expected: Expectation): Promise<LedgerItem> {
  const body = encodeBody(write);
  const token = randomUUID();
  try {
    const { Attributes } = await table.client.send(
      new UpdateItemCommand(toUpdate(table, write, { body, token, expected })),
    );
    return toItem({ ...Attributes, ...toKey(write) });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // The SDK sends a write again when its answer was lost; the second time its condition fails on the first one's work.
    const found = await readAttributes(table, write);
    if (found?.["token"]?.S === token) return toItem(found);
    throw conflictOn(write, expected, found && Number(found["revision"]?.N));
  }
}

async function removeItem(table: Table, key: LedgerKey, revision: number): Promise<void> {
  try {
    await table.client.send(
      new DeleteItemCommand({
        TableName: table.name,
        Key: toKey(key),
        ConditionExpression: "attribute_not_exists(#partition) OR #revision = :expected",
        ExpressionAttributeNames: { "#partition": "partition", "#revision": "revision" },
        ExpressionAttributeValues: { ":expected": { N: String(revision) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const found = await readAttributes(table, key);
    if (found) throw conflictOn(key, revision, Number(found["revision"]?.N));
  }
}

interface Change {
  readonly body: string;
  readonly token: string;
  readonly expected: Expectation;
}

/** Each write sets every attribute, so an update is a whole-item write that also counts. */
function toUpdate(table: Table, write: LedgerWrite, change: Change): UpdateItemCommandInput {
  const { removeAfter } = write;
  const dies = removeAfter !== undefined;
  const { expected } = change;
  return {
    TableName: table.name,
    Key: toKey(write),
    UpdateExpression:
      "SET #revision = if_not_exists(#revision, :zero) + :one, #schema = :schema, #body = :body, #token = :token" +
      (dies ? ", #removeAfter = :removeAfter" : " REMOVE #removeAfter"),
    ...(expected === "absent" && { ConditionExpression: "attribute_not_exists(#partition)" }),
    ...(typeof expected === "number" && { ConditionExpression: "#revision = :expected" }),
    ExpressionAttributeNames: {
      "#revision": "revision",
      "#schema": "schema",
      "#body": "body",
      "#token": "token",
      "#removeAfter": "removeAfter",
      ...(expected === "absent" && { "#partition": "partition" }),
    },
    ExpressionAttributeValues: {
      ":zero": { N: "0" },
      ":one": { N: "1" },
      ":schema": { N: String(write.schema) },
      ":body": { S: change.body },
      ":token": { S: change.token },
      ...(dies && { ":removeAfter": { N: String(Math.ceil(removeAfter / 1000)) } }),
      ...(typeof expected === "number" && { ":expected": { N: String(expected) } }),
    },
    ReturnValues: "ALL_NEW",
  };
}

function keyCondition(partition: string, prefix: string) {
  const prefixed = prefix !== "";
  return {
    KeyConditionExpression: `#partition = :partition${prefixed ? " AND begins_with(#sort, :prefix)" : ""}`,
    ExpressionAttributeNames: { "#partition": "partition", ...(prefixed && { "#sort": "sort" }) },
    ExpressionAttributeValues: {
      ":partition": { S: partition },
      ...(prefixed && { ":prefix": { S: prefix } }),
    },
  };
}

function toKey(key: LedgerKey): Attributes {
  return { partition: { S: key.partition }, sort: { S: key.sort } };
}

function toItem(attributes: Attributes): LedgerItem {
  const key = { partition: attributes["partition"]?.S ?? "", sort: attributes["sort"]?.S ?? "" };
  const schema = Number(attributes["schema"]?.N);
  const revision = Number(attributes["revision"]?.N);
  if (!Number.isInteger(schema) || !Number.isInteger(revision)) {
    throw new LedgerCorrupt(`${nameOf(key)} has no schema or no revision: look at the item`);
  }
  return { ...key, schema, body: decodeBody(key, attributes["body"]?.S), revision };
}

async function withOurErrors<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw translateError(error, `the ledger's ${action}`);
  }
}
