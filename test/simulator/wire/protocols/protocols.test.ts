import * as autoScaling from "@aws-sdk/client-auto-scaling";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import * as ec2 from "@aws-sdk/client-ec2";
import * as imagebuilder from "@aws-sdk/client-imagebuilder";
import * as ssm from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { bothWays } from "../../../support/simulator/both-ways.ts";
import type { EchoService } from "../../../support/simulator/echo.ts";
import { roundTrip } from "../../../support/simulator/round-trip.ts";

const AUTO_SCALING: EchoService = {
  signingName: "autoscaling",
  protocols: ["awsQuery"],
  schemas: autoScaling,
  apiVersion: "2011-01-01",
  xmlNamespace: "http://autoscaling.amazonaws.com/doc/2011-01-01/",
};
const EC2: EchoService = {
  signingName: "ec2",
  protocols: ["ec2Query"],
  schemas: ec2,
  xmlNamespace: "http://ec2.amazonaws.com/doc/2016-11-15/",
};
const SSM: EchoService = {
  signingName: "ssm",
  protocols: ["awsJson"],
  schemas: ssm,
  targetPrefix: "AmazonSSM",
};
const MONITORING: EchoService = {
  signingName: "monitoring",
  protocols: ["awsJson", "rpcV2Cbor", "awsQuery"],
  schemas: cloudWatch,
  targetPrefix: "GraniteServiceVersion20100801",
};
const IMAGE_BUILDER: EchoService = {
  signingName: "imagebuilder",
  protocols: ["restJson"],
  schemas: imagebuilder,
};

const LAUNCHED = new Date("2026-11-20T10:00:00.000Z");

bothWays("protocols carry what is sent, whole", (connect) => {
  test("awsQuery: nested structures, lists, maps of tags, booleans, empty lists; no output", async () => {
    const input = {
      AutoScalingGroupName: "web-g0001",
      MinSize: 1,
      MaxSize: 4,
      CapacityRebalance: false,
      TargetGroupARNs: [],
      Tags: [
        { Key: "a & b", Value: "<ü>", PropagateAtLaunch: true },
        { Key: "empty", Value: "" },
      ],
      MixedInstancesPolicy: {
        LaunchTemplate: {
          LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "7" },
          Overrides: [{ InstanceType: "m7g.large", WeightedCapacity: "2" }, { InstanceType: "m7i.large" }],
        },
        InstancesDistribution: { OnDemandBaseCapacity: 0 },
      },
    };
    const trip = await roundTrip(connect, {
      service: AUTO_SCALING,
      action: "CreateAutoScalingGroup",
      input,
      send: (options, given) =>
        new autoScaling.AutoScalingClient(options).send(new autoScaling.CreateAutoScalingGroupCommand(given)),
    });
    expect(trip.input).toEqual(input);
    expect(trip.answer).toEqual({});
    expect(trip.$metadata).toMatchObject({
      httpStatusCode: 200,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test("awsQuery: an answer with times, empty lists and signs that XML must escape", async () => {
    const output = {
      Activities: [
        {
          ActivityId: "1",
          AutoScalingGroupName: "web",
          Cause: 'a user\'s "request" <&>\r\nnext line',
          StartTime: LAUNCHED,
          StatusCode: "InProgress",
          Progress: 0,
        },
      ],
    };
    const trip = await roundTrip(connect, {
      service: AUTO_SCALING,
      action: "DescribeScalingActivities",
      input: { ActivityIds: [], MaxRecords: 5 },
      output,
      send: (options, given) =>
        new autoScaling.AutoScalingClient(options).send(
          new autoScaling.DescribeScalingActivitiesCommand(given),
        ),
    });
    expect(trip.input).toEqual({ ActivityIds: [], MaxRecords: 5 });
    expect(trip.answer).toEqual(output);
  });

  test("ec2Query: flattened lists and renamed members, there and back", async () => {
    const input = {
      ImageId: "ami-1",
      MinCount: 1,
      MaxCount: 2,
      UserData: "IyEvYmluL3No",
      EbsOptimized: true,
      SecurityGroupIds: ["sg-1", "sg-2"],
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 20, DeleteOnTermination: true } }],
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "fleet", Value: "web" }] }],
      ClientToken: "once",
    };
    const output = {
      ReservationId: "r-1",
      Instances: [
        {
          InstanceId: "i-1",
          LaunchTime: LAUNCHED,
          State: { Code: 0, Name: "pending" },
          Tags: [{ Key: "fleet", Value: "web" }],
          SecurityGroups: [],
          EbsOptimized: true,
        },
      ],
    };
    const trip = await roundTrip(connect, {
      service: EC2,
      action: "RunInstances",
      input,
      output,
      send: (options, given) => new ec2.EC2Client(options).send(new ec2.RunInstancesCommand(given)),
    });
    expect(trip.input).toEqual(input);
    expect(trip.answer).toEqual(output);
  });

  test("ec2Query: filters, and a call without output", async () => {
    const input = { Resources: ["i-1", "i-2"], Tags: [{ Key: "k", Value: "v" }] };
    const trip = await roundTrip(connect, {
      service: EC2,
      action: "CreateTags",
      input,
      send: (options, given) => new ec2.EC2Client(options).send(new ec2.CreateTagsCommand(given)),
    });
    expect(trip.input).toEqual(input);
    expect(trip.answer).toEqual({});
  });

  test("awsJson 1.1: maps of lists, times as seconds", async () => {
    const input = {
      DocumentName: "AWS-RunShellScript",
      InstanceIds: ["i-1"],
      Parameters: { commands: ["true", "false"] },
      TimeoutSeconds: 60,
    };
    const output = {
      Command: { CommandId: "c-1", RequestedDateTime: LAUNCHED, InstanceIds: ["i-1"], Targets: [] },
    };
    const trip = await roundTrip(connect, {
      service: SSM,
      action: "SendCommand",
      input,
      output,
      send: (options, given) => new ssm.SSMClient(options).send(new ssm.SendCommandCommand(given)),
    });
    expect(trip.input).toEqual(input);
    expect(trip.answer).toEqual(output);
  });

  test("awsJson 1.0: metrics with their times, more of them than are sent uncompressed", async () => {
    const metric = (number: number) => ({ MetricName: `Rollouts${number}`, Timestamp: LAUNCHED, Value: 1.5 });
    const input = {
      Namespace: "moult",
      MetricData: Array.from({ length: 300 }, (_, number) => metric(number)),
    };
    const trip = await roundTrip(connect, {
      service: MONITORING,
      action: "PutMetricData",
      input,
      send: (options, given) =>
        new cloudWatch.CloudWatchClient(options).send(new cloudWatch.PutMetricDataCommand(given)),
    });
    expect(trip.input).toEqual(input);
  });

  test("restJson: a GET with its parameter in the query, and a PUT with a body", async () => {
    const arn = "arn:aws:imagebuilder:us-east-1:123456789012:image/web/1.0.0/1";
    const got = await roundTrip(connect, {
      service: IMAGE_BUILDER,
      action: "GetImage",
      input: { imageBuildVersionArn: arn },
      output: { image: { arn, name: "web", state: { status: "AVAILABLE" }, outputResources: { amis: [] } } },
      send: (options, given) =>
        new imagebuilder.ImagebuilderClient(options).send(new imagebuilder.GetImageCommand(given)),
    });
    expect(got.input).toEqual({ imageBuildVersionArn: arn });
    expect(got.answer).toMatchObject({ image: { arn, state: { status: "AVAILABLE" } } });

    const input = { imagePipelineArn: `${arn}-pipeline`, clientToken: "once" };
    const put = await roundTrip(connect, {
      service: IMAGE_BUILDER,
      action: "StartImagePipelineExecution",
      input,
      output: { clientToken: "once", imageBuildVersionArn: arn },
      send: (options, given) =>
        new imagebuilder.ImagebuilderClient(options).send(
          new imagebuilder.StartImagePipelineExecutionCommand(given),
        ),
    });
    expect(put.input).toEqual(input);
    expect(put.answer).toEqual({ clientToken: "once", imageBuildVersionArn: arn });
  });
});
