import { describe, expect, it } from "vitest";
import { functionPolicies } from "../../rehearsal/function-policies.ts";
import { SIMULATED } from "../../rehearsal/function-roles.ts";

/** The functions whose statements allow an action. */
const allowing = (action: string): string[] =>
  functionPolicies(SIMULATED)
    .filter(({ statements }) => statements.some(({ Action }) => Action.includes(action)))
    .map(({ folder }) => folder);

describe("the pool's client", () => {
  it("may be read by whoever may write rules, and by nobody else", () => {
    expect(allowing("cognito-idp:DescribeUserPoolClient")).toEqual(
      allowing("elasticloadbalancing:ModifyRule"),
    );
  });
});
