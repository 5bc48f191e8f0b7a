import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { parse } from "yaml";

export interface TableProperties
  extends Pick<CreateTableCommandInput, "AttributeDefinitions" | "BillingMode" | "KeySchema"> {
  readonly TableName?: string;
  readonly TimeToLiveSpecification: { readonly AttributeName: string; readonly Enabled: boolean };
  readonly PointInTimeRecoverySpecification: { readonly PointInTimeRecoveryEnabled: boolean };
  readonly SSESpecification: { readonly SSEEnabled: boolean };
}

export interface TableResource {
  readonly Type: string;
  readonly DeletionPolicy: string;
  readonly UpdateReplacePolicy: string;
  readonly Properties: TableProperties;
}

/** The table as it is deployed. */
export function deployedTable(): TableResource {
  const file = new URL("../../../resources/table.yml", import.meta.url);
  const template = parse(readFileSync(file, "utf8"), { logLevel: "silent" }) as {
    Resources: { Ledger: TableResource };
  };
  return template.Resources.Ledger;
}

export interface RunningTable {
  readonly client: DynamoDBClient;
  readonly name: string;
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** A DynamoDB in this process, on a port of its own, with the deployed table's key schema. */
export async function startTable(): Promise<RunningTable> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({ endpoint, region: "us-east-1" });
  const { AttributeDefinitions, BillingMode, KeySchema } = deployedTable().Properties;
  const name = "ledger";
  await client.send(
    new CreateTableCommand({ TableName: name, AttributeDefinitions, BillingMode, KeySchema }),
  );
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.TableStatus === "ACTIVE") break;
  }
  const stop = async () => {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { client, name, endpoint, stop };
}
