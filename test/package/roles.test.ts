import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { functionPolicies } from "../../rehearsal/function-policies.ts";
import { judge } from "../../simulator/iam/judge.ts";
import { packagedResources } from "../support/package/packaged.ts";

const resources = await packagedResources();
const CHINA = { partition: "aws-cn", region: "cn-north-1", account: "123456789012" };
const BOUNDARY = "arn:aws:iam::123456789012:policy/boundary";

interface Template {
  readonly Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

/** What the plugin makes of a template. */
function bounded(permissionsBoundary: unknown, template: Template): Template {
  const Plugin = createRequire(import.meta.url)("../../resources/permissions-boundary.cjs") as new (
    serverless: object,
  ) => { readonly hooks: Readonly<Record<string, () => void>> };
  const service = {
    provider: { compiledCloudFormationTemplate: template },
    custom: { permissionsBoundary },
  };
  new Plugin({ service }).hooks["before:package:finalize"]?.();
  return template;
}

describe("the roles of the stack", () => {
  it("are bounded where the account wants it, all of them, and by nothing as deployed", () => {
    const Resources = structuredClone(resources);
    const roles = Object.values(Resources).filter(({ Type }) => Type === "AWS::IAM::Role");
    expect(roles.filter(({ Properties }) => "PermissionsBoundary" in Properties)).toEqual([]);
    bounded(false, { Resources });
    expect(roles.filter(({ Properties }) => "PermissionsBoundary" in Properties)).toEqual([]);
    bounded(BOUNDARY, { Resources });
    expect(roles.map(({ Properties }) => Properties["PermissionsBoundary"])).toEqual(
      roles.map(() => BOUNDARY),
    );
    const others = Object.values(Resources).filter(({ Type }) => Type !== "AWS::IAM::Role");
    expect(others.filter(({ Properties }) => "PermissionsBoundary" in Properties)).toEqual([]);
  });
});

/** Every text of a value that names something of AWS by its ARN. */
const arnsIn = (value: unknown): string[] =>
  typeof value === "string"
    ? (/\barn:[^\s"']*/g.exec(value) ?? [])
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(arnsIn)
      : [];

describe("in other partitions of AWS", () => {
  it("no ARN of the template is of one partition alone", () => {
    const arns = Object.values(resources).flatMap(arnsIn);
    expect(arns.length).toBeGreaterThan(50);
    // A bare "arn:" is the framework's, which joins the partition to it.
    const own = arns.filter((arn) => arn !== "arn:");
    expect(own.filter((arn) => !arn.startsWith("arn:${AWS::Partition}:"))).toEqual([]);
  });

  const launching = functionPolicies(CHINA).find(({ folder }) => folder === "launch-green");
  const passes = (role: string, service: string, statements = launching?.statements ?? []): boolean =>
    judge(statements, {
      action: "iam:PassRole",
      resource: `arn:aws-cn:iam::123456789012:role/${role}`,
      context: new Map([["iam:passedtoservice", [service]]]),
    }).allowed;

  it("servers get their role in China, where EC2 has another name", () => {
    expect(passes("web", "ec2.amazonaws.com.cn")).toBe(true);
    expect(passes("web", "lambda.amazonaws.com")).toBe(false);
  });

  it("a service-linked role with a suffix is passed, however narrow the roles of servers are named", () => {
    const narrow = (launching?.statements ?? []).map((statement) => ({
      ...statement,
      Resource: statement.Resource.map((arn) => arn.replace(/:role\/\*$/, ":role/web-*")),
    }));
    const linked = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_web";
    expect(passes(linked, "autoscaling.amazonaws.com", narrow)).toBe(true);
    expect(passes(linked, "ec2.amazonaws.com", narrow)).toBe(false);
    expect(passes("web-1", "ec2.amazonaws.com", narrow)).toBe(true);
    expect(passes("admin", "ec2.amazonaws.com", narrow)).toBe(false);
  });
});
