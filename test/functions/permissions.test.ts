import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { functionNames } from "../../bench/bundles.ts";
import { actionsOf } from "../support/functions/calls.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const statement = z.object({ Effect: z.enum(["Allow", "Deny"]), Action: z.array(z.string()) });
const definition = z.record(
  z.string(),
  z.object({ iamRoleStatements: z.array(z.union([z.string(), statement])) }),
);

// The tags of CloudFormation do not matter here, only what stands beside them.
const read = (path: string): unknown => parse(readFileSync(ROOT + path, "utf8"), { logLevel: "silent" });
const shared = z.record(z.string(), z.unknown()).parse(read("functions/iam.yml"));

function allowedTo(name: string): string[] {
  const [one] = Object.values(definition.parse(read(`functions/${name}/function.yml`)));
  const statements = (one?.iamRoleStatements ?? []).map((each) =>
    typeof each === "string" ? statement.parse(shared[/:(\w+)\}$/.exec(each)?.[1] ?? ""]) : each,
  );
  return statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
}

/** Whoever writes a rule that authenticates by Cognito is asked for the pool's client. */
const USER_POOL = "cognito-idp:DescribeUserPoolClient";

/** Not calls of the function: Auto Scaling asks for them in its name (aws-facts 6), Elastic Load Balancing or Lambda does. */
const askedInItsName: Readonly<Record<string, readonly string[]>> = {
  "launch-green": [
    USER_POOL,
    "ec2:CreateTags",
    "ec2:RunInstances",
    "iam:CreateServiceLinkedRole",
    "iam:PassRole",
  ],
  "observe-green": [USER_POOL],
  // A lifecycle hook that names a role.
  "retire-blue": [USER_POOL, "iam:PassRole"],
  "roll-back": [USER_POOL],
  "shift-traffic": [USER_POOL, "iam:PassRole"],
  "validate-green": [USER_POOL],
  "image-published": ["sqs:SendMessage"],
  "instance-reported": ["sqs:SendMessage"],
  sweep: ["sqs:SendMessage"],
};

/** Given to green when it is launched, and not looked at again. */
const NOT_FOLLOWED = ["autoscaling:EnableMetricsCollection", "autoscaling:PutNotificationConfiguration"];

/** In the bundle, since another function of the same file has it, and never reached: test/iam runs whole rollouts without. */
const neverReached: Readonly<Record<string, readonly string[]>> = {
  "launch-green": [
    "autoscaling:CreateOrUpdateTags",
    "autoscaling:DeleteLifecycleHook",
    "autoscaling:DeletePolicy",
    "autoscaling:DeleteScheduledAction",
    "autoscaling:DeleteTags",
    "autoscaling:DescribeTrafficSources",
    "autoscaling:PutLifecycleHook",
    "autoscaling:ResumeProcesses",
    "autoscaling:UpdateAutoScalingGroup",
  ],
  "retire-blue": NOT_FOLLOWED,
  "shift-traffic": NOT_FOLLOWED,
};
/** The ledger's way to lift a freeze, which people do: by the function that acts for them. */
const BY_PEOPLE = "dynamodb:DeleteItem";

describe("the permissions of a function", async () => {
  it.each(await functionNames())("%s may do what its code can call, and nothing else", async (name) => {
    const idle = [...(name === "operate" ? [] : [BY_PEOPLE]), ...(neverReached[name] ?? [])];
    const callable = await actionsOf(name);
    expect(callable).toEqual(expect.arrayContaining(idle));
    const needed = [...callable.filter((action) => !idle.includes(action)), ...(askedInItsName[name] ?? [])];
    expect([...new Set(allowedTo(name))].sort()).toEqual(needed.sort());
  });
});
