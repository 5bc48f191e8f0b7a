import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import type { Operation, OperationTable } from "../operation.ts";

/** Says whose credentials these are. Any are accepted, and all belong to one user of the simulated account. */
const getCallerIdentity: Operation<GetCallerIdentityRequest, GetCallerIdentityResponse> = {
  kind: "read",
  accepts: [],
  handle: (_input, { world }) => ({
    UserId: "AIDASIMULATEDUSER0000",
    Account: world.account,
    Arn: `arn:${world.partition}:iam::${world.account}:user/simulated`,
  }),
};

export const operations: OperationTable = { GetCallerIdentity: getCallerIdentity };
