import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** What has to be given or there, in a sentence. */
export class Unmet extends Error {
  override readonly name = "Unmet";
}

export const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Region, credentials and endpoints are the SDK's: AWS_PROFILE, AWS_REGION and so on. */
export const openClients = () => ({
  autoScaling: new AutoScalingClient(),
  ec2: new EC2Client(),
  elbv2: new ElasticLoadBalancingV2Client(),
  ssm: new SSMClient(),
});
export type Clients = ReturnType<typeof openClients>;

/** The names of what is made, all from one. */
export const namesOf = (name: string) => ({
  targetGroups: [`${name}-a`, `${name}-b`] as const,
  channel: `/images/${name}`,
});

/**
 * Whose account it is. Says what is to be done, and throws Unmet, unless that account was named: nobody makes servers, or
 * takes them away, in an account that they have not looked at.
 */
export async function confirmed(confirm: string, plan: readonly string[]): Promise<string> {
  const { Account = "" } = await new STSClient().send(new GetCallerIdentityCommand());
  if (confirm === Account) return Account;
  for (const line of plan) say(line);
  const wrong = confirm === "" ? "" : `; ${confirm} was named`;
  throw new Unmet(`This is account ${Account}${wrong}. Say so to go on: --confirm ${Account}`);
}

/** What `read` answers; undefined where there is no such thing. */
export async function unlessMissing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (/NotFound|does not exist|not found/i.test(`${(error as Error).name} ${(error as Error).message}`))
      return undefined;
    throw error;
  }
}
