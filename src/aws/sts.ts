import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { translateError } from "../errors/aws-codes.ts";
import { AWS_TIME_LIMITS } from "../errors/time-limits.ts";
import { type ClientSettings, withTimeLimits } from "./clients.ts";

/** Whose credentials these are, as AWS says it. */
export interface Identity {
  readonly account: string;
  /** `arn:aws:sts::123456789012:assumed-role/admin/ada` */
  readonly arn: string;
}

/** Asks AWS whose credentials these are: a call that no policy can deny. Throws errors of ours. */
export async function callerIdentity(settings: ClientSettings): Promise<Identity> {
  const client = new STSClient({ ...withTimeLimits(settings, AWS_TIME_LIMITS), maxAttempts: 1 });
  try {
    const { Account = "", Arn = "" } = await client.send(new GetCallerIdentityCommand({}));
    return { account: Account, arn: Arn };
  } catch (error) {
    throw translateError(error, "GetCallerIdentity");
  }
}
