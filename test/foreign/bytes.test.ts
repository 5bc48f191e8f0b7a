import * as autoScaling from "@aws-sdk/client-auto-scaling";
import * as ec2 from "@aws-sdk/client-ec2";
import { expect, onTestFinished, test } from "vitest";
import type { SimulatorOptions } from "../../simulator/simulator.ts";
import { createSimulator } from "../../simulator/simulator.ts";
import { startHttpServer } from "../../simulator/wire/http-server.ts";
import { rawClient } from "../support/foreign/raw-client.ts";
import { echo } from "../support/simulator/echo.ts";

async function connect(options?: SimulatorOptions) {
  const server = await startHttpServer(createSimulator(options), { port: 0 });
  onTestFinished(() => server.close());
  return rawClient(server.url);
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const withoutId = (body: string): string => body.replace(UUID, "ID");

test("awsQuery: the answer's envelope, an empty list, a member list, and an error", async () => {
  const group = { AutoScalingGroupName: "web", MinSize: 0, AvailabilityZones: ["us-east-1a"], Instances: [] };
  const output = { AutoScalingGroups: [{ ...group, CreatedTime: new Date("2026-11-20T10:00:00Z") }] };
  const service = {
    signingName: "autoscaling",
    protocols: ["awsQuery" as const],
    schemas: autoScaling,
    xmlNamespace: "http://autoscaling.amazonaws.com/doc/2011-01-01/",
  };
  const { services } = echo(service, "DescribeAutoScalingGroups", [], output);
  const { form } = await connect({ services });

  const answer = await form("autoscaling", { Action: "DescribeAutoScalingGroups", Version: "2011-01-01" });
  expect(answer.headers.get("content-type")).toMatch(/^text\/xml/);
  expect(withoutId(answer.body)).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">` +
      "<DescribeAutoScalingGroupsResult><AutoScalingGroups><member>" +
      "<AutoScalingGroupName>web</AutoScalingGroupName><MinSize>0</MinSize>" +
      "<AvailabilityZones><member>us-east-1a</member></AvailabilityZones>" +
      "<CreatedTime>2026-11-20T10:00:00.000Z</CreatedTime><Instances/></member></AutoScalingGroups>" +
      "</DescribeAutoScalingGroupsResult><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata>" +
      "</DescribeAutoScalingGroupsResponse>",
  );

  const refused = await form("autoscaling", { Action: "DescribeAutoScalingGroups", MaxRecords: "5" });
  expect(refused.status).toBe(400);
  expect(withoutId(refused.body)).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<ErrorResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">` +
      "<Error><Type>Sender</Type><Code>NotImplementedBySimulator</Code>" +
      "<Message>The simulator does not carry out the parameter MaxRecords of DescribeAutoScalingGroups.</Message></Error>" +
      "<RequestId>ID</RequestId></ErrorResponse>",
  );
});

test("ec2Query: the answer has no result element, a call without output says true, and an error", async () => {
  const service = {
    signingName: "ec2",
    protocols: ["ec2Query" as const],
    schemas: ec2,
    xmlNamespace: "urn:ec2",
  };
  const { services } = echo(service, "CreateTags", ["Resources"], undefined);
  const { form } = await connect({ services });

  const answer = await form("ec2", { Action: "CreateTags", "ResourceId.1": "i-1", "Tag.1.Key": "a" });
  expect(withoutId(answer.body)).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<Response><Errors><Error><Code>NotImplementedBySimulator</Code>` +
      "<Message>The simulator does not carry out the parameter Tags of CreateTags.</Message></Error></Errors>" +
      "<RequestID>ID</RequestID></Response>",
  );
});

test("awsJson: times are seconds, errors have their type and message", async () => {
  const { json } = await connect();
  const answer = await json("ssm", "AmazonSSM.PutParameter", { Name: "/a", Value: "b", Type: "String" });
  expect(JSON.parse(answer.body)).toMatchObject({ Version: 1 });
  const read = await json("ssm", "AmazonSSM.GetParameter", { Name: "/a" });
  expect(JSON.parse(read.body).Parameter.LastModifiedDate).toBe(Date.UTC(2026, 10, 20, 10) / 1000);
  const refused = await json("ssm", "AmazonSSM.GetParameter", { Name: "/none" });
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.body).__type).toMatch(/ParameterNotFound$/);
});

test("restJson: an error names its type in a header", async () => {
  const { get } = await connect();
  const arn = encodeURIComponent("arn:aws:imagebuilder:us-east-1:123456789012:image/none/1.0.0/1");
  const refused = await get("imagebuilder", `/GetImage?imageBuildVersionArn=${arn}`);
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(refused.headers.get("x-amzn-errortype")).toMatch(/^\w+Exception$/);
  expect(JSON.parse(refused.body)).toMatchObject({ message: expect.any(String) });
});

test("another version of an API under the same signing name is refused", async () => {
  const { form } = await connect();
  const refused = await form("ec2", { Action: "DescribeImages", Version: "2010-08-31" });
  expect(refused.body).toContain(
    "The simulator has ec2 in version 2016-11-15, not 2010-08-31 (DescribeImages).",
  );
});

test("a body that is not JSON, a member that no schema has, a number that is none", async () => {
  const { json, form } = await connect();
  expect((await json("ssm", "AmazonSSM.GetParameter", { Nmae: "/a" })).body).toContain(
    "Nmae is not recognized",
  );
  expect((await json("ssm", "AmazonSSM.GetParameter", { Name: 7 })).body).toContain("'Name' is not a string");
  const many = await form("ec2", { Action: "RunInstances", MinCount: "one", MaxCount: "1" });
  expect(many.body).toContain("<Code>InvalidParameterValue</Code>");
});
