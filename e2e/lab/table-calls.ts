import {
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  ListTablesCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import type { Lab } from "./lab.ts";

type Table = Pick<Lab, "stack">;

const tableOf = ({ stack }: Table): string => stack.resources["Ledger"] ?? "";

/** Takes an item out of the ledger's table, as no function may. */
export const deleteItem = (config: DynamoDBClientConfig, lab: Table): Promise<unknown> =>
  new DynamoDBClient(config).send(
    new DeleteItemCommand({
      TableName: tableOf(lab),
      Key: { partition: { S: "account" }, sort: { S: "none" } },
    }),
  );

/** Reads all of the table at once. */
export const scanTable = (config: DynamoDBClientConfig, lab: Table): Promise<unknown> =>
  new DynamoDBClient(config).send(new ScanCommand({ TableName: tableOf(lab) }));

/** The tables that CloudFormation named for the ledger of a stack, also of one that is gone. */
export async function ledgersOf(config: DynamoDBClientConfig, stage: string): Promise<string[]> {
  const { TableNames = [] } = await new DynamoDBClient(config).send(new ListTablesCommand({}));
  return TableNames.filter((name) => name.startsWith(`moult-${stage}-Ledger-`));
}

/** Whether nobody can delete the table by mistake. */
export async function isProtected(config: DynamoDBClientConfig, TableName: string): Promise<boolean> {
  const { Table } = await new DynamoDBClient(config).send(new DescribeTableCommand({ TableName }));
  return Table?.DeletionProtectionEnabled === true;
}

/** A table that looks as if an earlier stack had left it. */
export const leaveTable = (config: DynamoDBClientConfig, TableName: string): Promise<unknown> =>
  new DynamoDBClient(config).send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "partition", AttributeType: "S" },
        { AttributeName: "sort", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "partition", KeyType: "HASH" },
        { AttributeName: "sort", KeyType: "RANGE" },
      ],
    }),
  );
