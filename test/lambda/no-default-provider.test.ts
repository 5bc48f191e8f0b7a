import { SFNClient } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import { defaultProvider } from "../../src/lambda/no-default-provider.ts";

it("a function's client that is made without credentials says how to make it", () => {
  const make = () => new SFNClient({ region: "us-east-1", credentialDefaultProvider: defaultProvider });
  expect(make).toThrow(
    expect.objectContaining({
      name: "InvalidInput",
      message: expect.stringContaining("lambdaSettings") as unknown,
    }),
  );
});
