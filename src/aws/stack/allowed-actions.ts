import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { translateError } from "../../errors/aws-codes.ts";
import { AWS_TIME_LIMITS } from "../../errors/time-limits.ts";
import { Rejected } from "../../errors/errors.ts";
import { type ClientSettings, withTimeLimits } from "../clients.ts";

/** Answers which of the actions a principal's own policies do not allow. Throws errors of ours where it cannot be asked. */
export type DeniedActions = (
  principal: string,
  actions: readonly string[],
  resources?: readonly string[],
) => Promise<readonly string[]>;

export function deniedActions(settings: ClientSettings): DeniedActions {
  const client = new IAMClient(withTimeLimits(settings, AWS_TIME_LIMITS));
  return async (principal, actions, resources) => {
    try {
      const PolicySourceArn = await policySource(client, principal);
      const denied: string[] = [];
      let Marker: string | undefined;
      do {
        const page = await client.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn,
            ActionNames: [...actions],
            ...(resources !== undefined && { ResourceArns: [...resources] }),
            Marker,
          }),
        );
        for (const { EvalActionName, EvalDecision } of page.EvaluationResults ?? [])
          if (EvalDecision !== "allowed" && EvalActionName !== undefined) denied.push(EvalActionName);
        Marker = page.IsTruncated === true ? page.Marker : undefined;
      } while (Marker !== undefined);
      return [...new Set(denied)];
    } catch (error) {
      throw translateError(error, "SimulatePrincipalPolicy");
    }
  };
}

/** A session names its role without the role's path, which the ARN of the role has: so the role is looked up. */
async function policySource(client: IAMClient, principal: string): Promise<string> {
  const [, role] = /^arn:[\w-]+:sts::\d+:assumed-role\/([^/]+)\//.exec(principal) ?? [];
  if (role !== undefined) {
    const found = await client.send(new GetRoleCommand({ RoleName: role }));
    return found.Role?.Arn ?? principal;
  }
  if (/^arn:[\w-]+:iam::\d+:(user|role|group)\//.test(principal)) return principal;
  throw new Rejected(`${principal} has no policies that could be asked about`);
}
