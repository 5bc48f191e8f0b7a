import { describe, expect, it } from "vitest";
import { roles } from "../support/iam/under-roles.ts";

await import("../support/iam/signed-in.ts");

/** The functions whose statements allow an action. */
const allowing = (action: string): string[] =>
  roles.functions
    .filter(({ statements }) => statements.some(({ Action }) => Action.includes(action)))
    .map(({ folder }) => folder);

describe("the pool's client", () => {
  it("may be read by whoever may write rules, and by nobody else", () => {
    expect(allowing("cognito-idp:DescribeUserPoolClient")).toEqual(
      allowing("elasticloadbalancing:ModifyRule"),
    );
  });
});
