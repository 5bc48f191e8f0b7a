import { privateAddresses } from "../../../aws/ec2/ec2.ts";
import { describeTargetGroups } from "../../../aws/elbv2/elbv2.ts";
import type { Work } from "../../work.ts";
import type { Observer } from "./observer.ts";

const DEFAULT_PORT = 80;
/** Requests under way at once: a Lambda has 1,024 file descriptors. */
const AT_ONCE = 200;

/** One request to each of green's servers, at its private address. */
export const observeHttp: Observer<"ec2" | "elbv2", "http"> = async ({ gate, servers }, work) => {
  if (gate.kind !== "http" || servers === null || servers.length === 0) return { answers: [] };
  const { context } = work;
  const port = gate.port ?? (await targetPort(work)) ?? DEFAULT_PORT;
  const addresses = await privateAddresses(context.aws.ec2, [...servers]);
  const ask = async (id: string) => {
    const address = addresses.get(id);
    if (address === undefined) return { id, status: null, error: "has no private address" };
    const url = `http://${address}:${port}${gate.path}`;
    return { id, ...(await context.probe(url, gate.timeout)) };
  };
  const answers = [];
  for (let index = 0; index < servers.length; index += AT_ONCE) {
    answers.push(...(await Promise.all(servers.slice(index, index + AT_ONCE).map(ask))));
  }
  return { answers };
};

/** The port that the load balancer sends requests to; null without one. */
async function targetPort({ fleet, green, context }: Work<"elbv2">): Promise<number | null> {
  const { traffic } = fleet;
  const arn = traffic.strategy === "target-group" ? traffic.targetGroup : (green?.targetGroup ?? null);
  if (arn === null) return null;
  return (await describeTargetGroups(context.aws.elbv2, [arn])).get(arn)?.port ?? null;
}
