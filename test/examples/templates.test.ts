import { readdirSync, readFileSync } from "node:fs";
import * as eventBridge from "@aws-sdk/client-eventbridge";
import * as iam from "@aws-sdk/client-iam";
import * as imageBuilder from "@aws-sdk/client-imagebuilder";
import { expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { readImageEvent } from "../../src/detect/image-published/read-image-event.ts";
import { matchesPattern } from "../../src/engine/event-pattern.ts";
import { textOf } from "../rules/tree.ts";
import { type Client, membersOf, strangeIn } from "../support/install/sdk-shapes.ts";

const template = z.strictObject({
  AWSTemplateFormatVersion: z.literal("2010-09-09"),
  Description: z.string(),
  Parameters: z.record(z.string(), z.looseObject({ Type: z.literal("String"), Description: z.string() })),
  Resources: z.record(
    z.string(),
    z.strictObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) }),
  ),
  Outputs: z.record(z.string(), z.unknown()).optional(),
});
const read = (path: string): z.infer<typeof template> => {
  // CloudFormation's own tags stand for text here.
  const customTags = ["!Ref", "!Sub", "!GetAtt"].map((tag) => ({
    tag,
    resolve: (text: string) => `${tag} ${text}`,
  }));
  return template.parse(parse(textOf(path), { customTags }));
};

/** The call that CloudFormation makes of a resource, by its properties. */
const CALL_OF: Readonly<Record<string, readonly [client: Client, shape: string, apart: readonly string[]]>> =
  {
    "AWS::ImageBuilder::DistributionConfiguration": [
      imageBuilder,
      "CreateDistributionConfigurationRequest",
      [],
    ],
    "AWS::Events::Rule": [eventBridge, "PutRuleRequest", ["Targets"]],
    "AWS::IAM::Role": [iam, "CreateRoleRequest", ["Policies"]],
  };
const faultsOf = (path: string): string[] =>
  Object.values(read(path).Resources).flatMap(({ Type, Properties }) => {
    const call = CALL_OF[Type];
    if (call === undefined) return [`no call is known for ${Type}`];
    const [client, shape, apart] = call;
    const own = Object.fromEntries(Object.entries(Properties).filter(([key]) => !apart.includes(key)));
    return strangeIn(client, shape, own);
  });

const TEMPLATES = ["examples/image-builder/distribution.yml", "examples/eventbridge/forward-images.yml"];
test.each(TEMPLATES)("%s asks for nothing that AWS does not know", (path) => {
  expect(faultsOf(path)).toEqual([]);
});

test("what AWS does not know is found, however deep", () => {
  const ssm = { ParameterName: "/images/web", DataTyp: "aws:ec2:image" };
  const wrong = { Name: "x", Distributions: [{ Region: "r", SsmParameterConfigurations: [ssm] }] };
  expect(strangeIn(imageBuilder, "CreateDistributionConfigurationRequest", wrong)).toEqual([
    "CreateDistributionConfigurationRequest.Distributions[0].SsmParameterConfigurations[0].DataTyp",
  ]);
});

test("Image Builder writes a channel: the type that moult follows, below the place that it reads", () => {
  const { Parameters, Resources } = read("examples/image-builder/distribution.yml");
  const { custom } = parse(textOf("serverless.yml"), { logLevel: "silent" }) as {
    custom: { channels: string };
  };
  expect(String(Parameters["Channel"]?.["Default"]).startsWith(custom.channels)).toBe(true);
  expect(JSON.stringify(Resources["Distribution"])).toContain(
    '"ParameterName":"!Ref Channel","DataType":"aws:ec2:image"',
  );
});

test("the rule's target is one, and has what a bus of another account asks for", () => {
  const { Targets } = z
    .object({ Targets: z.array(z.record(z.string(), z.unknown())) })
    .parse(read("examples/eventbridge/forward-images.yml").Resources["ImageReady"]?.Properties);
  expect(Targets).toHaveLength(1);
  const known = membersOf(eventBridge, "Target");
  expect(Object.keys(Targets[0] ?? {}).filter((key) => !known?.has(key))).toEqual([]);
  expect(Targets[0]).toMatchObject({ RoleArn: "!GetAtt MayForward.Arn" });
});

test("the rule forwards every event that says to moult's own reader that an image is there, but those of a parameter", () => {
  const { Properties } = z
    .object({ Properties: z.object({ EventPattern: z.record(z.string(), z.unknown()) }) })
    .parse(read("examples/eventbridge/forward-images.yml").Resources["ImageReady"]);
  const samples = readdirSync("events/in").map((name) => {
    const event: unknown = JSON.parse(readFileSync(`events/in/${name}`, "utf8"));
    return { name, isForwarded: matchesPattern(Properties.EventPattern, event), read: readImageEvent(event) };
  });
  const forwarded = samples.filter(({ isForwarded }) => isForwarded);
  expect(forwarded.map(({ name }) => name)).toEqual([
    "ec2-ami-state-change-available.json",
    "imagebuilder-image-state-change-available.json",
    "packer-ami-published.json",
  ]);
  const told = samples.filter(({ name, read: { kind } }) => kind === "claim" && !name.startsWith("ssm-"));
  expect(forwarded).toEqual(told);
});
