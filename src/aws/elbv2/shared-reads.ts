import {
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { NotFound } from "../../errors/errors.ts";
import { askedOnce } from "../asked-once.ts";
import { chunk, describeExisting } from "../describe-existing.ts";

type Command = Parameters<ElasticLoadBalancingV2Client["send"]>[0];

/** In one call. AWS names no limit for ARNs; a page holds 400 groups (ELB/DescribeTargetGroups). */
const AT_ONCE = 100;

/**
 * A client for reads that many ask at once: target groups are read a hundred a call before, and the same question is asked once,
 * so that fleets behind one load balancer read its listeners together. It is as old as its first answer: for one look.
 */
export async function sharedReads(
  client: ElasticLoadBalancingV2Client,
  targetGroupArns: readonly string[],
): Promise<ElasticLoadBalancingV2Client> {
  const groups = await describeAll(client, targetGroupArns);
  const once = askedOnce((command: Command): Promise<unknown> => client.send(command));
  const send = (command: Command): Promise<unknown> =>
    command instanceof DescribeTargetGroupsCommand
      ? known(groups, command.input.TargetGroupArns)
      : once(command);
  return { send } as unknown as ElasticLoadBalancingV2Client;
}

async function describeAll(client: ElasticLoadBalancingV2Client, arns: readonly string[]) {
  const found = new Map<string, object>();
  for (const part of chunk([...new Set(arns)], AT_ONCE)) {
    const groups = await describeExisting(part, async (TargetGroupArns) => {
      const asked = new DescribeTargetGroupsCommand({ TargetGroupArns });
      return (await client.send(asked)).TargetGroups ?? [];
    });
    for (const group of groups) found.set(group.TargetGroupArn ?? "", group);
  }
  return found;
}

/** As AWS answers: all of them, or that one is not there. */
async function known(groups: ReadonlyMap<string, object>, arns: readonly string[] = []): Promise<unknown> {
  const missing = arns.find((arn) => !groups.has(arn));
  if (missing !== undefined) throw new NotFound(`target group ${missing} does not exist`);
  return { TargetGroups: arns.map((arn) => groups.get(arn)) };
}
