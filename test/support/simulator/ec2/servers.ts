import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  type Instance,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from "@aws-sdk/client-ec2";
import type { Connect } from "../both-ways.ts";
import { connectFurnished, pass, registerImage } from "./furnished.ts";

/** An account with servers of one image, launched as `input` says, and running. */
export async function connectServers(connect: Connect, input: Partial<RunInstancesCommandInput> = {}) {
  const account = await connectFurnished(connect);
  const { run, ec2, world } = account;
  const ImageId = await registerImage(account, "web-1");
  const counts = { MinCount: 1, MaxCount: input.MinCount ?? 1 };
  const request = { ImageId, InstanceType: "t3.micro" as const, ...counts, ...input };
  const launched = (await run(ec2.send(new RunInstancesCommand(request)))).Instances ?? [];
  const ids = launched.map(({ InstanceId = "" }) => InstanceId);
  const describe = async (asked: DescribeInstancesCommandInput = {}): Promise<Instance[]> => {
    const answer = await run(ec2.send(new DescribeInstancesCommand(asked)));
    return answer.Reservations?.flatMap(({ Instances = [] }) => Instances) ?? [];
  };
  const [InstanceId = ""] = ids;
  return {
    ...account,
    ImageId,
    launched,
    ids,
    InstanceId,
    describe,
    /** The first server as it is shown now. */
    shown: async (): Promise<Instance> => (await describe({ InstanceIds: [InstanceId] }))[0] ?? {},
    pass: (seconds: number) => pass(world, seconds),
  };
}
