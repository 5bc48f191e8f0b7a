import { expect, it } from "vitest";
import { packagedResources } from "../support/package/packaged.ts";

const resources = await packagedResources();

it("the ledger can be restored to any second, is encrypted, and outlives the stack", () => {
  expect(resources["Ledger"]).toMatchObject({
    Type: "AWS::DynamoDB::Table",
    DeletionPolicy: "RetainExceptOnCreate",
    UpdateReplacePolicy: "Retain",
    Properties: {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    },
  });
});
