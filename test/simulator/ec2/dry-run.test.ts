import { DescribeSubnetsCommand, EC2Client, TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import * as ec2 from "@aws-sdk/client-ec2";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { enforceIam } from "../../../simulator/iam/enforce-iam.ts";
import { operations } from "../../../simulator/services/ec2/operations.ts";
import { createSimulator } from "../../../simulator/simulator.ts";
import { shapesOf } from "../../../simulator/wire/protocols/shapes.ts";
import { anyExchange } from "../../support/simulator/exchange.ts";

const shapes = shapesOf(ec2).operations;
// Four calls of instance profiles have no DryRun (botocore's model).
const mayBeDry = (action: string): boolean =>
  Object.hasOwn(shapes.get(action)?.input.getMemberSchemas() ?? {}, "DryRun");

type Commands = Readonly<Record<string, new (input: object) => ec2.DescribeVpcsCommand>>;

test.each(Object.keys(operations).filter(mayBeDry))(
  "%s with DryRun changes nothing and says that it would have",
  async (action) => {
    const simulator = createSimulator({ quotas: false });
    const before = structuredClone(simulator.world.state);
    const shape = shapes.get(action);
    if (!shape) throw new Error(`The SDK has no operation ${action}.`);
    const accepted = new Set<string>(operations[action]?.accepts);
    const [sample] = fc.sample(anyExchange(shape), { numRuns: 1, seed: 1 });
    const input = Object.fromEntries(
      Object.entries(sample?.input ?? {}).filter(([name]) => accepted.has(name)),
    );
    const Command = (ec2 as unknown as Commands)[`${action}Command`];
    if (!Command) throw new Error(`The SDK has no command for ${action}.`);
    const client = new EC2Client(simulator.clientOptions());
    await expect(simulator.drive(client.send(new Command({ ...input, DryRun: true })))).rejects.toMatchObject(
      {
        name: "DryRunOperation",
        message: "Request would have succeeded, but DryRun flag is set.",
        $metadata: { httpStatusCode: 412 },
      },
    );
    expect(simulator.world.state).toEqual(before);
  },
);

test("DryRun of a call that the caller may not make says so; DryRun=false is the call itself", async () => {
  const { authorize } = await enforceIam({
    reader: [{ Effect: "Allow", Action: ["ec2:DescribeSubnets"], Resource: ["*"] }],
  });
  const simulator = createSimulator({ authorize });
  const client = new EC2Client(simulator.clientOptions({ name: "reader" }));
  const terminate = new TerminateInstancesCommand({ InstanceIds: ["i-0123456789abcdef0"], DryRun: true });
  await expect(simulator.drive(client.send(terminate))).rejects.toMatchObject({
    name: "UnauthorizedOperation",
  });
  const describe = (DryRun: boolean) =>
    simulator.drive(client.send(new DescribeSubnetsCommand({ SubnetIds: ["subnet-a"], DryRun })));
  await expect(describe(true)).rejects.toMatchObject({ name: "DryRunOperation" });
  expect((await describe(false)).Subnets).toHaveLength(1);
});
