import { expect, test } from "vitest";
import { readRules } from "../../src/engine/event-rules.ts";

test("rules are read from a resources file, with its variables filled in", () => {
  const yaml = `
Resources:
  ChannelChanged:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { account: [!Ref AWS::AccountId], source: [aws.ssm], detail: { name: [{ prefix: "\${self:custom.channels}" }] } }
      Targets: [{ Id: image-published, Arn: !GetAtt ImagePublishedLambdaFunction.Arn }]
  Nightly:
    Type: AWS::Events::Rule
    Properties: { ScheduleExpression: rate(1 day), Targets: [{ Id: age-scan, Arn: x }] }
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: "\${self:service}-dead" } }
`;
  const rules = readRules(yaml, { "self:custom.channels": "/images/", "AWS::AccountId": "123456789012" });
  expect(rules).toEqual([
    {
      name: "ChannelChanged",
      target: "image-published",
      pattern: {
        account: ["123456789012"],
        source: ["aws.ssm"],
        detail: { name: [{ prefix: "/images/" }] },
      },
    },
  ]);
});
