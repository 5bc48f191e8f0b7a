import { GetParameterCommand, GetParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { chunk } from "../describe-existing.ts";
import type { ClientFactory } from "../clients.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const ssmClient: ClientFactory<"ssm"> = (settings) => new SSMClient({ ...settings, maxAttempts: 1 });

export {
  type CommandFailure,
  type CommandProgress,
  type CommandTargets,
  commandFailures,
  commandProgress,
  findCommand,
  sendCommandTo,
  succeededServers,
} from "./run-command.ts";
export { onlineAmong, onlineServers } from "./online-servers.ts";

interface Parameter {
  readonly value: string;
  /** `text`, or `aws:ec2:image` for one that AWS checks to be an AMI id (aws-facts 1.5: after it is put). */
  readonly dataType: string;
}

/** The newest value of a parameter. Throws NotFound. */
export async function getParameter(client: SSMClient, name: string): Promise<Parameter> {
  const { Parameter: found } = await client.send(new GetParameterCommand({ Name: name }));
  return { value: found?.Value ?? "", dataType: found?.DataType ?? "text" };
}

/** Names in one call (SSM/GetParameters). */
const PARAMETERS_AT_ONCE = 10;

/** The newest values of these parameters, by name; one that does not exist is left out. One call for each ten. */
export async function getParameters(
  client: SSMClient,
  names: readonly string[],
): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const Names of chunk(names, PARAMETERS_AT_ONCE)) {
    const { Parameters = [] } = await client.send(new GetParametersCommand({ Names }));
    for (const { Name = "", Value = "" } of Parameters) values.set(Name, Value);
  }
  return values;
}
