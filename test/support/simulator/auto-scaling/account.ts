import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
  DescribeAutoScalingGroupsCommand,
  DescribeScalingActivitiesCommand,
  SetDesiredCapacityCommand,
  UpdateAutoScalingGroupCommand,
  type UpdateAutoScalingGroupCommandInput,
} from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand, type RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import type { Connect } from "../both-ways.ts";
import {
  connectFurnished,
  eventsOf,
  type FurnishedConnection,
  pass,
  registerImage,
} from "../ec2/furnished.ts";

export const BOTH_SUBNETS = "subnet-a,subnet-b";

const named = (name: string) => ({ AutoScalingGroupName: name });

/** Short ways to the calls that most tests make. The group is `web` unless said. */
function callsOf({ run, clientOptions }: FurnishedConnection, template: string) {
  const asg = new AutoScalingClient(clientOptions);

  function create(input: Partial<CreateAutoScalingGroupCommandInput> = {}) {
    const LaunchTemplate = { LaunchTemplateId: template, Version: "1" };
    const source = input.MixedInstancesPolicy ? {} : { LaunchTemplate };
    const size = { MinSize: 0, MaxSize: 2000, VPCZoneIdentifier: BOTH_SUBNETS };
    return run(
      asg.send(new CreateAutoScalingGroupCommand({ ...named("web"), ...size, ...source, ...input })),
    );
  }

  async function describe(name = "web") {
    const input = { AutoScalingGroupNames: [name] };
    const answer = await run(asg.send(new DescribeAutoScalingGroupsCommand(input)));
    return answer.AutoScalingGroups?.[0];
  }

  const servers = async (name?: string) => (await describe(name))?.Instances ?? [];
  return {
    asg,
    create,
    describe,
    servers,
    states: async (name?: string) =>
      (await servers(name)).map(({ LifecycleState }) => String(LifecycleState)),
    ids: async (name?: string) => (await servers(name)).map(({ InstanceId = "" }) => InstanceId),
    activities: async (name = "web") =>
      (await run(asg.send(new DescribeScalingActivitiesCommand(named(name))))).Activities ?? [],
    setDesired: (DesiredCapacity: number) =>
      run(asg.send(new SetDesiredCapacityCommand({ ...named("web"), DesiredCapacity }))),
    update: (input: Partial<UpdateAutoScalingGroupCommandInput>) =>
      run(asg.send(new UpdateAutoScalingGroupCommand({ ...named("web"), ...input }))),
  };
}

/** An account with an image and a launch template of one version, and a client for Auto Scaling. */
export async function connectGroups(connect: Connect, imageTags: Record<string, string> = {}) {
  const account = await connectFurnished(connect);
  const { run, world, ec2 } = account;
  const imageId = await registerImage(account, "web-1", imageTags);

  async function createTemplate(data: RequestLaunchTemplateData, name = "web"): Promise<string> {
    const input = { LaunchTemplateName: name, LaunchTemplateData: data };
    const answer = await run(ec2.send(new CreateLaunchTemplateCommand(input)));
    return answer.LaunchTemplate?.LaunchTemplateId ?? "";
  }

  const template = await createTemplate({ ImageId: imageId, InstanceType: "t3.micro" });
  return {
    ...account,
    ...callsOf(account, template),
    imageId,
    template,
    createTemplate,
    events: eventsOf(world),
    pass: (seconds: number) => pass(world, seconds),
  };
}

export type GroupAccount = Awaited<ReturnType<typeof connectGroups>>;
