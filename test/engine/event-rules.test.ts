import { describe, expect, test } from "vitest";
import { matchesPattern, readRules } from "../../src/engine/event-rules.ts";

const EVENT = {
  source: "aws.ssm",
  "detail-type": "Parameter Store Change",
  detail: { name: "/images/web", operation: "Update", version: 3, description: null },
};

describe("matchesPattern", () => {
  test.each([
    ["one of a list", { source: ["aws.ec2", "aws.ssm"] }],
    ["every field that is named", { source: ["aws.ssm"], detail: { operation: ["Create", "Update"] } }],
    ["a prefix", { detail: { name: [{ prefix: "/images/" }] } }],
    ["a value or a prefix", { detail: { name: ["/other", { prefix: "/images/" }] } }],
    ["a field that is there", { detail: { version: [{ exists: true }] } }],
    ["a field that is not there", { detail: { labels: [{ exists: false }] } }],
    ["a number", { detail: { version: [3] } }],
    ["null", { detail: { description: [null] } }],
    ["nothing asked", {}],
  ])("takes an event by %s", (_what, pattern) => {
    expect(matchesPattern(pattern, EVENT)).toBe(true);
  });

  test.each([
    ["another value", { source: ["aws.ec2"] }],
    ["one field that differs", { source: ["aws.ssm"], detail: { operation: ["Delete"] } }],
    ["another prefix", { detail: { name: [{ prefix: "/image/" }] } }],
    ["a prefix of what is no text", { detail: { version: [{ prefix: "3" }] } }],
    ["a field that is not there", { detail: { labels: [{ exists: true }] } }],
    ["a field that is there", { detail: { version: [{ exists: false }] } }],
    ["what is inside of nothing", { resources: { arn: ["x"] } }],
    ["what is inside of a text", { source: { name: ["aws.ssm"] } }],
    ["the text of a number", { detail: { version: ["3"] } }],
    ["an empty list", { source: [] }],
  ])("does not take it by %s", (_what, pattern) => {
    expect(matchesPattern(pattern, EVENT)).toBe(false);
  });

  test("refuses a filter that it does not know", () => {
    expect(() => matchesPattern({ source: [{ suffix: "ssm" }] }, EVENT)).toThrow("'suffix'");
    expect(() => matchesPattern({ source: "aws.ssm" }, EVENT)).toThrow("source is neither");
  });
});

test("rules are read from a resources file, with its variables filled in", () => {
  const yaml = `
Resources:
  ChannelChanged:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [aws.ssm], detail: { name: [{ prefix: "\${self:custom.channels}" }] } }
      Targets: [{ Id: image-published, Arn: !GetAtt ImagePublishedLambdaFunction.Arn }]
  Nightly:
    Type: AWS::Events::Rule
    Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: age-scan, Arn: x }] }
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: "\${self:service}-dead" } }
`;
  const rules = readRules(yaml, { "self:custom.channels": "/images/" });
  expect(rules).toEqual([
    {
      name: "ChannelChanged",
      target: "image-published",
      pattern: { source: ["aws.ssm"], detail: { name: [{ prefix: "/images/" }] } },
    },
  ]);
  expect(matchesPattern(rules[0]?.pattern ?? { source: [] }, EVENT)).toBe(true);
});
