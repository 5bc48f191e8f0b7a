import {
  AttachTrafficSourcesCommand,
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import {
  DescribeRulesCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { GetImageCommand, ImagebuilderClient } from "@aws-sdk/client-imagebuilder";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { SERVICES } from "../../../simulator/services/catalog.ts";
import { createSimulator, type Simulator } from "../../../simulator/simulator.ts";
import { translateError } from "../../../src/errors/aws-codes.ts";
import { roundTrip } from "../../support/simulator/exchange.ts";

const serviceNamed = (name: string) => {
  const service = SERVICES.find(({ signingName }) => signingName === name);
  if (!service) throw new Error(`The simulator has no service ${name}.`);
  return service;
};

describe("what is empty arrives as it does over the wire", () => {
  it.each([
    { service: "autoscaling", action: "DescribeAutoScalingGroups", input: { AutoScalingGroupNames: [] } },
    {
      service: "autoscaling",
      action: "CreateLaunchConfiguration",
      input: { LaunchConfigurationName: "c", InstanceMonitoring: {} },
    },
    { service: "ec2", action: "DescribeInstances", input: { InstanceIds: [], MaxResults: 5 } },
    {
      service: "ec2",
      action: "CreateLaunchTemplate",
      input: {
        LaunchTemplateName: "t",
        ClientToken: "once",
        LaunchTemplateData: { ImageId: "ami-1", Monitoring: {} },
      },
    },
    { service: "ssm", action: "GetParameters", input: { Names: [] } },
    { service: "ssm", action: "SendCommand", input: { DocumentName: "d", Parameters: {} } },
  ])("$service:$action $input", async ({ service, action, input }) => {
    const output = undefined;
    const [wire, direct] = [
      await roundTrip(serviceNamed(service), action, { input, output, direct: false }),
      await roundTrip(serviceNamed(service), action, { input, output, direct: true }),
    ];
    expect(direct.input).toEqual(wire.input);
  });

  it.each([
    { service: "autoscaling", action: "DescribeAutoScalingGroups", output: { AutoScalingGroups: [] } },
    { service: "ec2", action: "DescribeInstances", output: { Reservations: [{ Instances: [] }] } },
    {
      service: "ssm",
      action: "GetParameters",
      input: { Names: ["n"] },
      output: { Parameters: [], InvalidParameters: undefined },
    },
  ])("$service:$action answers $output", async ({ service, action, input = {}, output }) => {
    const [wire, direct] = [
      await roundTrip(serviceNamed(service), action, { input, output, direct: false }),
      await roundTrip(serviceNamed(service), action, { input, output, direct: true }),
    ];
    expect(direct.answer).toEqual(wire.answer);
  });
});

type Sending = (simulator: Simulator) => Promise<unknown>;
const ME = { name: "me" };

const refusals: [what: string, send: Sending][] = [
  [
    "an EC2 code",
    (simulator) =>
      simulator
        .open(EC2Client, ME)
        .send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: "lt-0123456789abcdef0" })),
  ],
  [
    "a missing parameter of EC2",
    (simulator) => simulator.open(EC2Client, ME).send(new RunInstancesCommand({ MinCount: 1 } as never)),
  ],
  [
    "a parameter that is not simulated",
    (simulator) => simulator.open(EC2Client, ME).send(new DescribeInstancesCommand({ DryRun: true })),
  ],
  [
    "a modeled error of a query service",
    (simulator) =>
      simulator.open(ElasticLoadBalancingV2Client, ME).send(
        new DescribeRulesCommand({
          RuleArns: ["arn:aws:elasticloadbalancing:us-east-1:1:listener-rule/app/a/b/c/d"],
        }),
      ),
  ],
  [
    "a missing parameter of a query service",
    (simulator) =>
      simulator.open(AutoScalingClient, ME).send(new CreateAutoScalingGroupCommand({ MinSize: 0 } as never)),
  ],
  [
    "a group that does not exist",
    (simulator) =>
      simulator.open(AutoScalingClient, ME).send(
        new AttachTrafficSourcesCommand({
          AutoScalingGroupName: "no",
          TrafficSources: [{ Identifier: "x" }],
        }),
      ),
  ],
  [
    "a modeled error of a JSON service",
    (simulator) => simulator.open(SSMClient, ME).send(new GetParameterCommand({ Name: "/no" })),
  ],
  [
    "an error of a REST service",
    (simulator) =>
      simulator.open(ImagebuilderClient, ME).send(new GetImageCommand({ imageBuildVersionArn: "arn:no" })),
  ],
];

describe("a refusal is what the SDK makes of it", () => {
  it.each(refusals)("%s", async (_what, send) => {
    const refused = async (direct: boolean) => {
      const simulator = createSimulator({ direct });
      return simulator.drive(
        send(simulator).then(
          () => undefined,
          (error: unknown) => error as Error & Sdk,
        ),
      );
    };
    const [wire, direct] = [await refused(false), await refused(true)];
    expect(wire).toBeInstanceOf(Error);
    expect(shown(direct)).toEqual(shown(wire));
  });
});

interface Sdk {
  readonly $fault: string;
  readonly $metadata: { readonly httpStatusCode: number };
}

const shown = (error: (Error & Sdk) | undefined) => {
  const translated = translateError(error);
  return {
    name: error?.name,
    message: error?.message,
    fault: error?.$fault,
    status: error?.$metadata.httpStatusCode,
    ours: [translated.name, translated.message],
  };
};

it("carries a call in the same time, and loses its answer in the same way", async () => {
  const lost = async (direct: boolean) => {
    const simulator = createSimulator({ direct, faults: () => ({ kind: "lost" }) });
    const began = simulator.world.now();
    const sent = simulator.open(SSMClient, ME).send(new GetParameterCommand({ Name: "/no" }));
    const error = await simulator.drive(sent.catch((caught: unknown) => caught as Error & { code?: string }));
    return { name: error instanceof Error && error.name, took: simulator.world.now() - began };
  };
  expect(await lost(true)).toEqual(await lost(false));
});
