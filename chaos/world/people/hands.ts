import { EnterStandbyCommand, ExitStandbyCommand } from "@aws-sdk/client-auto-scaling";
import {
  AssociateIamInstanceProfileCommand,
  CreateReplaceRootVolumeTaskCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DisassociateIamInstanceProfileCommand,
  ModifyInstanceAttributeCommand,
  ModifyInstanceMetadataOptionsCommand,
  MonitorInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
  UnmonitorInstancesCommand,
} from "@aws-sdk/client-ec2";
import type { InstanceRecord } from "../../../simulator/services/ec2/state.ts";
import type { HandPlan } from "../../draws/plan.ts";
import type { ChaosWorld } from "../world.ts";

/** What somebody does to one server by hand, and how it is taken back. */
interface Hand {
  readonly act: (server: InstanceRecord, chaos: ChaosWorld) => Promise<unknown>;
  readonly undo?: (server: InstanceRecord, chaos: ChaosWorld) => Promise<unknown>;
}

const TAG = { Key: "Name", Value: "web" };
/** From a server's stop until it is started again. */
const DOWN_MS = 90_000;

const HANDS: Readonly<Record<HandPlan["kind"], Hand>> = {
  "group-added": {
    act: ({ id, securityGroupIds }, { operator }) =>
      operator.ec2.send(
        new ModifyInstanceAttributeCommand({ InstanceId: id, Groups: [...securityGroupIds, "sg-default"] }),
      ),
    undo: ({ id }, { operator }) =>
      operator.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, Groups: ["sg-web"] })),
  },
  "metadata-changed": {
    act: ({ id }, { operator }) =>
      operator.ec2.send(
        new ModifyInstanceMetadataOptionsCommand({ InstanceId: id, HttpPutResponseHopLimit: 7 }),
      ),
    undo: ({ id }, { operator }) =>
      operator.ec2.send(
        new ModifyInstanceMetadataOptionsCommand({ InstanceId: id, HttpPutResponseHopLimit: 1 }),
      ),
  },
  "tag-deleted": {
    act: ({ id }, { operator }) =>
      operator.ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: TAG.Key }] })),
    undo: ({ id }, { operator }) =>
      operator.ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [TAG] })),
  },
  monitored: {
    act: ({ id }, { operator }) => operator.ec2.send(new MonitorInstancesCommand({ InstanceIds: [id] })),
    undo: ({ id }, { operator }) => operator.ec2.send(new UnmonitorInstancesCommand({ InstanceIds: [id] })),
  },
  "profile-exchanged": {
    act: ({ id }, { operator }) =>
      operator.ec2.send(
        new AssociateIamInstanceProfileCommand({ InstanceId: id, IamInstanceProfile: { Name: "by-hand" } }),
      ),
    undo: ({ profile }, { operator }) =>
      operator.ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId: profile?.associationId })),
  },
  "volume-replaced": {
    act: async ({ id }, { operator }) => {
      const ImageId = await operator.makeImage({ name: "by-hand", tags: { "sim:boot-seconds": "20" } });
      await operator.ec2.send(new CreateReplaceRootVolumeTaskCommand({ InstanceId: id, ImageId }));
    },
  },
  restarted: {
    act: async ({ id }, { operator, simulator, clock, interferes }) => {
      const groups = [...simulator.world.state.groups.values()];
      const AutoScalingGroupName = groups.find(({ instances }) => instances.has(id))?.name;
      const of = { AutoScalingGroupName, InstanceIds: [id] };
      interferes("size", AutoScalingGroupName ?? "");
      await operator.autoScaling.send(
        new EnterStandbyCommand({ ...of, ShouldDecrementDesiredCapacity: true }),
      );
      await operator.ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));
      await clock.sleep(DOWN_MS);
      await operator.ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));
      await clock.sleep(DOWN_MS);
      interferes("size", AutoScalingGroupName ?? "");
      await operator.autoScaling.send(new ExitStandbyCommand(of));
    },
  },
  terminated: {
    act: ({ id }, { operator }) => operator.ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] })),
  },
};

/** People lay their hands on servers, each at its time, and take that back. */
export function scheduleHands(chaos: ChaosWorld): void {
  for (const hand of chaos.plan.hands ?? []) {
    chaos.simulator.world.after(hand.afterSeconds, () => {
      lay(hand, chaos).catch((error: unknown) => chaos.note(`grace could not: ${String(error)}`));
    });
  }
}

async function lay({ kind, place, undoneAfter }: HandPlan, chaos: ChaosWorld): Promise<void> {
  const { state } = chaos.simulator.world;
  const live = [...chaos.view.generations.values()].find((each) => each.state === "live");
  const members = [...(state.groups.get(live?.group ?? "")?.instances.keys() ?? [])];
  const server = state.instances.get(members[Math.floor(place * members.length)] ?? "");
  if (server === undefined) return;
  const { act, undo } = HANDS[kind];
  chaos.note(`grace: ${kind} ${server.id}`);
  await act(server, chaos);
  // Tags change without an event.
  chaos.input.servers.look(server.id);
  chaos.count(`by hand: ${kind}`);
  if (undo === undefined || undoneAfter === null) return;
  await chaos.clock.sleep(undoneAfter * 1000);
  chaos.note(`grace undoes: ${kind} ${server.id}`);
  await undo(server, chaos);
  chaos.input.servers.look(server.id);
}
