import type { Connection } from "../../src/aws/clients.ts";
import { stackReader } from "../../src/aws/stack/examine-stack.ts";
import { stackName } from "../../src/views/doctor/stack-name.ts";

/** The version that a stack says it is, asked in the Region of its machine; undefined: it does not say. Throws errors of ours. */
export async function deployedVersion(of: {
  readonly stateMachineArn: string;
  readonly endpoint: string | undefined;
  readonly connection: Connection;
}): Promise<string | undefined> {
  const { stateMachineArn, endpoint, connection } = of;
  const region = stateMachineArn.split(":")[3] ?? "";
  const reader = stackReader({ region, ...(endpoint !== undefined && { endpoint }), ...connection });
  return (await reader.stack(stackName(stateMachineArn))).outputs["Version"];
}
