import {
  type Action,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyRuleCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { beforeEach, describe, expect, it } from "vitest";
import {
  deregistrationDelay,
  describeTargetGroups,
  elbv2Client,
  readActions,
  targetHealth,
  writeActions,
} from "../../../src/aws/elbv2/elbv2.ts";
import { mockAws } from "../../support/aws/mock-aws.ts";

const client = elbv2Client({ region: "us-east-1" });
const aws = mockAws(ElasticLoadBalancingV2Client);
beforeEach(() => aws.reset());

const inputs = () => aws.calls().map(({ args: [command] }) => command.input as object);
const ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
const RULE = `${ARN}:listener-rule/app/web/1/2/3`;
const LISTENER = `${ARN}:listener/app/web/1/2`;
const forward: Action = {
  Type: "forward",
  ForwardConfig: { TargetGroups: [{ TargetGroupArn: "a", Weight: 1 }] },
};

describe("actions", () => {
  it("are read from a rule or from a listener, by the kind of ARN", async () => {
    aws.on(DescribeRulesCommand, { RuleArns: [RULE] }).resolves({ Rules: [{ Actions: [forward] }] });
    aws
      .on(DescribeListenersCommand, { ListenerArns: [LISTENER] })
      .resolves({ Listeners: [{ DefaultActions: [forward] }] });
    expect(await readActions(client, RULE)).toEqual([forward]);
    expect(await readActions(client, LISTENER)).toEqual([forward]);
    await expect(readActions(client, `${ARN}:loadbalancer/app/web/1`)).rejects.toThrow(
      "neither a listener nor a rule",
    );
  });

  it("of something that is gone are not found", async () => {
    aws.on(DescribeRulesCommand).resolves({ Rules: [] });
    await expect(readActions(client, RULE)).rejects.toMatchObject({ name: "NotFound" });
  });

  it("are written to where they were read", async () => {
    aws.on(ModifyRuleCommand).resolves({}).on(ModifyListenerCommand).resolves({});
    await writeActions(client, RULE, [forward]);
    await writeActions(client, LISTENER, [forward]);
    expect(inputs()).toEqual([
      { RuleArn: RULE, Actions: [forward] },
      { ListenerArn: LISTENER, DefaultActions: [forward] },
    ]);
  });

  it("are made writable: no bare target group beside a list, and a secret that is not shown is kept", async () => {
    aws.on(ModifyRuleCommand).resolves({});
    const oidc = { Issuer: "https://id", ClientId: "c" };
    const read = [
      { Type: "authenticate-oidc", Order: 1, AuthenticateOidcConfig: oidc },
      { ...forward, Order: 2, TargetGroupArn: "a" },
      { Type: "forward", Order: 3, TargetGroupArn: "b" },
    ];
    await writeActions(client, RULE, read);
    expect(inputs()).toEqual([
      {
        RuleArn: RULE,
        Actions: [
          {
            Type: "authenticate-oidc",
            Order: 1,
            AuthenticateOidcConfig: { ...oidc, UseExistingClientSecret: true },
          },
          { ...forward, Order: 2 },
          { Type: "forward", Order: 3, TargetGroupArn: "b" },
        ],
      },
    ]);
  });
});

describe("target groups", () => {
  it("tell the health of every target", async () => {
    aws.on(DescribeTargetHealthCommand).resolves({
      TargetHealthDescriptions: [
        { Target: { Id: "i-1" }, TargetHealth: { State: "healthy" } },
        { Target: { Id: "i-2" }, TargetHealth: { State: "unhealthy", Reason: "Target.Timeout" } },
      ],
    });
    expect(await targetHealth(client, "a")).toEqual([
      { id: "i-1", state: "healthy", reason: null },
      { id: "i-2", state: "unhealthy", reason: "Target.Timeout" },
    ]);
  });

  it("are described when they exist, though the error for a missing one names none", async () => {
    const missing = Object.assign(new Error("One or more target groups not found"), {
      name: "TargetGroupNotFoundException",
      $fault: "client",
    });
    aws.on(DescribeTargetGroupsCommand).rejects(missing);
    aws.on(DescribeTargetGroupsCommand, { TargetGroupArns: ["a"] }).resolves({
      TargetGroups: [
        {
          TargetGroupArn: "a",
          TargetGroupName: "web-a",
          Port: 80,
          Protocol: "HTTP",
          LoadBalancerArns: ["lb"],
        },
      ],
    });
    expect(await describeTargetGroups(client, ["a", "b"])).toEqual(
      new Map([
        [
          "a",
          {
            arn: "a",
            name: "web-a",
            port: 80,
            protocol: "HTTP",
            loadBalancerArns: ["lb"],
            targetType: "instance",
            check: { protocol: null, port: null, path: null, codes: null },
            detectionSeconds: 60,
          },
        ],
      ]),
    );
  });

  it("tell how long they drain; AWS's default is 300 s", async () => {
    aws
      .on(DescribeTargetGroupAttributesCommand)
      .resolvesOnce({ Attributes: [{ Key: "deregistration_delay.timeout_seconds", Value: "30" }] })
      .resolvesOnce({ Attributes: [] });
    expect(await deregistrationDelay(client, "a")).toBe(30);
    expect(await deregistrationDelay(client, "a")).toBe(300);
  });
});
