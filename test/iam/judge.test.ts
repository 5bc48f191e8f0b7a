import { describe, expect, it } from "vitest";
import { conditionsHold } from "../../simulator/iam/condition.ts";
import { judge } from "../../simulator/iam/judge.ts";
import { readPolicies, type Statement } from "../../simulator/iam/statement.ts";
import { fitsArn } from "../../simulator/iam/wildcard.ts";

const statement = (more: Partial<Statement>): Statement => ({
  Effect: "Allow",
  Action: ["ec2:Describe*"],
  Resource: ["*"],
  ...more,
});
const ask = (action: string, resource = "*", keys: Record<string, string[]> = {}) => ({
  action,
  resource,
  context: new Map(Object.entries(keys)),
});

describe("judge", () => {
  it("allows what a statement allows, actions without regard to case, and says which part did", () => {
    expect(judge([statement({})], ask("ec2:describeImages"))).toEqual({
      allowed: true,
      grants: [{ statement: 0, action: "ec2:Describe*", resource: "*" }],
    });
  });

  it("denies what nothing allows", () => {
    expect(judge([statement({})], ask("ec2:RunInstances"))).toEqual({ allowed: false, why: "no-allow" });
    expect(judge([], ask("ec2:DescribeImages"))).toEqual({ allowed: false, why: "no-allow" });
  });

  it("lets a deny win over any allow", () => {
    const deny = statement({ Effect: "Deny", Action: ["ec2:DescribeImages"] });
    expect(judge([statement({}), deny], ask("ec2:DescribeImages"))).toEqual({
      allowed: false,
      why: "explicit-deny",
    });
  });

  it("does not let a pattern for one resource allow a call that takes none", () => {
    const narrow = statement({ Resource: ["arn:aws:ec2:us-east-1:1:image/*"] });
    expect(judge([narrow], ask("ec2:DescribeImages"))).toMatchObject({ allowed: false });
  });
});

describe("fitsArn", () => {
  it.each([
    ["arn:aws:ec2:us-east-1:1:image/*", "arn:aws:ec2:us-east-1:1:image/a/b", true],
    ["arn:aws:a:r:1:group:*:name/*", "arn:aws:a:r:1:group:uuid:name/web", true],
    ["arn:aws:ec2:*:image/*", "arn:aws:ec2:us-east-1:1:image/a", false],
    ["arn:aws:ssm:r::document/*", "arn:aws:ssm:r:1:document/x", false],
    ["arn:aws:ec2:r:1:subnet/subnet-?", "arn:aws:ec2:r:1:subnet/subnet-ab", false],
    ["arn:aws:ec2:r:1:a.c", "arn:aws:ec2:r:1:abc", false],
  ])("%s on %s: %s", (pattern, arn, expected) => {
    expect(fitsArn(pattern, arn)).toBe(expected);
  });
});

describe("conditionsHold", () => {
  it.each([
    ["a plain operator on an absent key", { StringEquals: { k: ["a"] } }, {}, false],
    ["a plain operator when any value matches", { StringEquals: { k: ["a"] } }, { k: ["b", "a"] }, true],
    [
      "ForAllValues when one value does not",
      { "ForAllValues:StringEquals": { k: ["a"] } },
      { k: ["a", "b"] },
      false,
    ],
    ["ForAllValues on an absent key", { "ForAllValues:StringEquals": { k: ["a"] } }, {}, true],
    ["Null false on an absent key", { Null: { k: ["false"] } }, {}, false],
    ["Null false on a key", { Null: { K: ["false"] } }, { k: ["a"] }, true],
    ["Null true on an absent key", { Null: { k: ["true"] } }, {}, true],
    ["Bool", { Bool: { k: ["true"] } }, { k: ["true"] }, true],
    ["Bool that differs", { Bool: { k: ["true"] } }, { k: ["false"] }, false],
    ["ArnLike", { ArnLike: { k: ["arn:aws:ec2:r:1:t/*"] } }, { k: ["arn:aws:ec2:r:1:t/x"] }, true],
    ["one of two that fails", { Null: { k: ["false"] }, Bool: { k: ["true"] } }, { k: ["false"] }, false],
  ] as const)("%s", (_name, condition, keys, expected) => {
    const given = structuredClone(condition) as unknown as Statement["Condition"];
    const context = new Map(Object.entries(keys) as [string, string[]][]);
    expect(conditionsHold(given, context)).toBe(expected);
  });

  it("throws for an operator that it does not know", () => {
    expect(() => conditionsHold({ NumericLessThan: { k: ["1"] } }, new Map())).toThrow(
      /NumericLessThan is not judged here. Known: StringEquals/,
    );
  });
});

describe("readPolicies", () => {
  it("takes one or many, and refuses what it does not judge", () => {
    const one = { Effect: "Allow", Action: "ec2:*", Resource: "*" };
    expect(readPolicies({ ada: [one] })).toEqual({
      ada: [{ Effect: "Allow", Action: ["ec2:*"], Resource: ["*"] }],
    });
    expect(() => readPolicies({ ada: [{ ...one, NotAction: "ec2:Run*" }] })).toThrow(/ada.*NotAction/);
  });
});
