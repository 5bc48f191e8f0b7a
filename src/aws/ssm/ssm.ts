import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { ClientFactory } from "../clients.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const ssmClient: ClientFactory<"ssm"> = (settings) => new SSMClient({ ...settings, maxAttempts: 1 });

export {
  type CommandFailure,
  type CommandProgress,
  commandFailures,
  commandProgress,
  findCommand,
  sendCommandToGroup,
  succeededServers,
} from "./run-command.ts";

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
