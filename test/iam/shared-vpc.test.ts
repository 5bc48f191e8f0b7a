import { describe, expect, it } from "vitest";
import { type FunctionPolicy, functionPolicies } from "../../rehearsal/function-policies.ts";
import { SIMULATED } from "../../rehearsal/function-roles.ts";
import { fitsArn } from "../../simulator/iam/wildcard.ts";

const NETWORK = "999999999999";

const launching = (
  functionPolicies(SIMULATED).find(({ folder }) => folder === "launch-green") as FunctionPolicy
).statements.filter(({ Action }) => Action.includes("ec2:RunInstances"));

describe("what another account may share to launch with", () => {
  it.each(["subnet/subnet-1", "security-group/sg-1", "placement-group/web", "capacity-reservation/cr-1"])(
    "%s",
    (resource) => {
      const arn = `arn:aws:ec2:us-east-1:${NETWORK}:${resource}`;
      const granting = launching.filter(({ Resource }) => Resource.some((pattern) => fitsArn(pattern, arn)));
      // Open is the account alone: the template is still a fleet's.
      expect(granting.map(({ Condition }) => Object.keys(Condition?.["ArnLike"] ?? {}))).toEqual([
        ["ec2:LaunchTemplate"],
      ]);
    },
  );

  it.each(["instance/*", "volume/*", "network-interface/*", "key-pair/ops", "launch-template/lt-1"])(
    "not %s",
    (resource) => {
      const arn = `arn:aws:ec2:us-east-1:${NETWORK}:${resource}`;
      expect(launching.some(({ Resource }) => Resource.some((pattern) => fitsArn(pattern, arn)))).toBe(false);
    },
  );
});
