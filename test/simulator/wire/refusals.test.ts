import * as autoScaling from "@aws-sdk/client-auto-scaling";
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAccountLimitsCommand,
} from "@aws-sdk/client-auto-scaling";
import * as cloudWatch from "@aws-sdk/client-cloudwatch";
import { CreateLaunchTemplateVersionCommand, EC2Client, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { type Operation, ServiceFault } from "../../../simulator/services/operation.ts";
import type { Service } from "../../../simulator/wire/service.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const throwing = (code: string, message: string): Operation<Record<string, unknown>, object> => ({
  kind: "write",
  accepts: ["AutoScalingGroupName", "MinSize", "MaxSize", "AlarmName", "StateValue", "StateReason"],
  handle: () => {
    throw new ServiceFault(code, message);
  },
});

bothWays("what the simulator does not do is refused by name", (connect) => {
  test("an unknown service, whatever its protocol", async () => {
    const { clientOptions, run } = await connect({ services: [MONITORING] });
    await expect(
      run(new SFNClient(clientOptions).send(new ListStateMachinesCommand({}))),
    ).rejects.toMatchObject({
      name: "NotImplementedBySimulator",
      message: expect.stringMatching(/no service 'states'.*It has: monitoring\./),
    });
    await expect(
      run(new AutoScalingClient(clientOptions).send(new DescribeAccountLimitsCommand({}))),
    ).rejects.toMatchObject({
      name: "NotImplementedBySimulator",
      message: expect.stringMatching(/no service 'autoscaling'.*It has: monitoring\./),
    });
  });

  test("an operation that AWS has and the simulator has not, with a status that is not tried again", async () => {
    const { clientOptions, run, simulator } = await connect();
    await expect(
      run(new EventBridgeClient(clientOptions).send(new ListRulesCommand({}))),
    ).rejects.toMatchObject({
      name: "NotImplementedBySimulator",
      message: "The simulator does not carry out events:ListRules. It has: PutEvents.",
      $metadata: { httpStatusCode: 400 },
    });
    expect(simulator.calls.records.at(-1)).toMatchObject({
      service: "events",
      action: "ListRules",
      outcome: "NotImplementedBySimulator",
    });
  });

  test("a parameter that is not carried out", async () => {
    const { clientOptions, run } = await connect();
    const command = new RunInstancesCommand({ MinCount: 1, MaxCount: 1, EnclaveOptions: { Enabled: true } });
    await expect(run(new EC2Client(clientOptions).send(command))).rejects.toMatchObject({
      name: "NotImplementedBySimulator",
      message: "The simulator does not carry out the parameter EnclaveOptions of RunInstances.",
    });
  });

  test("a required parameter that is absent, in the words of each service", async () => {
    const { clientOptions, run } = await connect();
    const absent = {} as never;
    await expect(
      run(new EC2Client(clientOptions).send(new RunInstancesCommand(absent))),
    ).rejects.toMatchObject({
      name: "MissingParameter",
      message: expect.stringMatching(/^The request must contain the parameter M/),
    });
    await expect(
      run(new EventBridgeClient(clientOptions).send(new PutEventsCommand(absent))),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("Value null at 'entries'"),
    });
  });

  test("a value of the wrong kind", async () => {
    const { clientOptions, run } = await connect();
    const command = new CreateLaunchTemplateVersionCommand({
      LaunchTemplateId: "lt-1",
      LaunchTemplateData: { EbsOptimized: "maybe" as never },
    });
    await expect(run(new EC2Client(clientOptions).send(command))).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: "'maybe' at 'LaunchTemplateData.EbsOptimized' is not a boolean.",
    });
  });
});

const GROUPS: Service = {
  signingName: "autoscaling",
  protocols: ["awsQuery"],
  schemas: autoScaling,
  operations: {
    CreateAutoScalingGroup: throwing("AlreadyExists", "AutoScalingGroup by this name already exists"),
  },
};
const MONITORING: Service = {
  signingName: "monitoring",
  protocols: ["awsJson", "awsQuery"],
  schemas: cloudWatch,
  targetPrefix: "GraniteServiceVersion20100801",
  operations: { SetAlarmState: throwing("ResourceNotFound", "Unknown alarm") },
};

bothWays("errors reach the client under the names its SDK gives them", (connect) => {
  test("a code that differs from the modeled error's name", async () => {
    const { clientOptions, run } = await connect({ services: [GROUPS] });
    const create = new CreateAutoScalingGroupCommand({ AutoScalingGroupName: "web", MinSize: 0, MaxSize: 0 });
    const failure = await run(new AutoScalingClient(clientOptions).send(create)).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(autoScaling.AlreadyExistsFault);
    expect(failure).toMatchObject({
      name: "AlreadyExistsFault",
      message: "AutoScalingGroup by this name already exists",
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
    });
  });

  test("an error of a service that spoke awsQuery before", async () => {
    const { clientOptions, run } = await connect({ services: [MONITORING] });
    const set = new cloudWatch.SetAlarmStateCommand({
      AlarmName: "a",
      StateValue: "OK",
      StateReason: "test",
    });
    const failure = run(new cloudWatch.CloudWatchClient(clientOptions).send(set));
    await expect(failure).rejects.toMatchObject({
      name: "ResourceNotFound",
      Code: "ResourceNotFound",
      message: "Unknown alarm",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("an operation that the table does not have", async () => {
    const { clientOptions, run } = await connect({ services: [GROUPS] });
    await expect(
      run(new AutoScalingClient(clientOptions).send(new DescribeAccountLimitsCommand({}))),
    ).rejects.toMatchObject({
      name: "NotImplementedBySimulator",
      message:
        "The simulator does not carry out autoscaling:DescribeAccountLimits. It has: CreateAutoScalingGroup.",
    });
  });
});
