import { serverAt } from "../../aws/ec2/server-at.ts";
import { readServer } from "../../aws/ec2/ec2.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import type { LoggedIntoAt } from "./claim.ts";
import type { InstanceReportedContext } from "./context.ts";

/** The server that somebody was let into; undefined: EC2 shows none there, or it is coming to its end. */
export const loggedInto = (
  at: LoggedIntoAt,
  { aws }: Pick<InstanceReportedContext, "aws">,
): Promise<ServerFacts | undefined> =>
  "instance" in at ? readServer(aws.ec2, at.instance) : serverAt(aws.ec2, at);

export const placeOf = (at: LoggedIntoAt): string => ("instance" in at ? at.instance : at.address);
