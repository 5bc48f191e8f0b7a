import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { bothWays } from "../support/simulator/both-ways.ts";

bothWays("GetCallerIdentity", (connect) => {
  test("names the simulated account", async () => {
    const { clientOptions, run } = await connect({ account: "210987654321" });
    const identity = await run(new STSClient(clientOptions).send(new GetCallerIdentityCommand({})));
    expect(identity.Account).toBe("210987654321");
    expect(identity.Arn).toBe("arn:aws:iam::210987654321:user/simulated");
  });
});
