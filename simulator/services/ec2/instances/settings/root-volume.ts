import type {
  CreateReplaceRootVolumeTaskRequest,
  CreateReplaceRootVolumeTaskResult,
  DescribeReplaceRootVolumeTasksRequest,
  DescribeReplaceRootVolumeTasksResult,
  ReplaceRootVolumeTask,
} from "@aws-sdk/client-ec2";
import type { World } from "../../../../world/world.ts";
import { type Operation, ServiceFault } from "../../../operation.ts";
import { compileFilters, type Filterable } from "../../filters.ts";
import { page } from "../../pages.ts";
import type { RootVolumeTaskRecord } from "../../server-state.ts";
import type { ImageRecord } from "../../state.ts";
import { requireState } from "../instance-checks.ts";
import { boot } from "../instance-life.ts";
import { imageToLaunch } from "../launch-checks.ts";
import { instanceOf } from "../lookup.ts";
import { scriptOf } from "../server-script.ts";

/** Until the new volume is there, and until the server has it. Assumptions: AWS gives no figures. */
const CREATE_SECONDS = 10;
const ATTACH_SECONDS = 20;

const FILTERABLE: Filterable<RootVolumeTaskRecord> = {
  tagsOf: () => [],
  fields: { "instance-id": ({ instanceId }) => [instanceId] },
};

/**
 * Puts a new root volume under a running server, from an image or from the one it was launched from; then it boots
 * anew. With an image DescribeInstances shows that one from then on (aws-facts 8.8).
 */
export const createReplaceRootVolumeTask: Operation<
  CreateReplaceRootVolumeTaskRequest,
  CreateReplaceRootVolumeTaskResult
> = {
  kind: "write",
  accepts: ["InstanceId", "ImageId", "ClientToken"],
  handle: ({ InstanceId, ImageId, ClientToken }, { world }) => {
    const before = [...world.state.rootVolumeTasks.values()].find(
      ({ clientToken }) => clientToken !== null && clientToken === ClientToken,
    );
    if (before) return { ReplaceRootVolumeTask: apiTask(before) };
    const instance = instanceOf(world.state, InstanceId);
    requireState(instance, ["running"]);
    if (ImageId !== undefined) requireArchitecture(imageToLaunch(world.state, { ImageId }), instance);
    const task: RootVolumeTaskRecord = {
      id: world.newId("replacevol"),
      instanceId: instance.id,
      imageId: ImageId ?? null,
      startedAt: world.now(),
      clientToken: ClientToken ?? null,
      state: "pending",
      finishedAt: null,
    };
    world.state.rootVolumeTasks.set(task.id, task);
    world.after(CREATE_SECONDS, () => goOn(world, task.id));
    world.after(CREATE_SECONDS + ATTACH_SECONDS, () => finish(world, task.id));
    return { ReplaceRootVolumeTask: apiTask(task) };
  },
};

/** 1 to 50 a page (botocore's model of the call). */
export const describeReplaceRootVolumeTasks: Operation<
  DescribeReplaceRootVolumeTasksRequest,
  DescribeReplaceRootVolumeTasksResult
> = {
  kind: "read",
  accepts: ["ReplaceRootVolumeTaskIds", "Filters", "MaxResults", "NextToken"],
  handle: (input, { state }) => {
    const { ReplaceRootVolumeTaskIds: ids = [] } = input;
    const all = [...state.rootVolumeTasks.values()].filter(({ id }) => ids.length === 0 || ids.includes(id));
    const found = all.filter(compileFilters(input.Filters, FILTERABLE));
    const { page: shown, nextToken } = page(found, input, { smallest: 1, largest: 50 });
    return { ReplaceRootVolumeTasks: shown.map(apiTask), NextToken: nextToken };
  },
};

function requireArchitecture(image: ImageRecord, { architecture }: Pick<ImageRecord, "architecture">): void {
  if (image.architecture === architecture) return;
  throw new ServiceFault(
    "InvalidParameterValue",
    `The architecture '${image.architecture}' of the specified AMI is not that of the instance, '${architecture}'.`,
  );
}

function goOn(world: World, id: string): void {
  const task = world.state.rootVolumeTasks.get(id);
  if (task) task.state = "in-progress";
}

// A server that was stopped or ended meanwhile keeps what it has.
function finish(world: World, id: string): void {
  const task = world.state.rootVolumeTasks.get(id);
  if (!task) return;
  const instance = world.state.instances.get(task.instanceId);
  task.finishedAt = world.now();
  task.state = instance?.state === "running" ? "succeeded" : "failed";
  if (instance?.state !== "running") return;
  const image = world.state.images.get(task.imageId ?? instance.imageId);
  if (image && task.imageId !== null) {
    instance.imageId = image.imageId;
    instance.script = scriptOf(image);
  }
  instance.rootVolume = { id: world.newId("vol"), attachedAt: world.now() };
  boot(world, instance);
  world.happened("ec2", "instance-modified", instance.id, { attribute: "rootVolume" });
}

const apiTask = (task: RootVolumeTaskRecord): ReplaceRootVolumeTask => ({
  ReplaceRootVolumeTaskId: task.id,
  InstanceId: task.instanceId,
  TaskState: task.state,
  StartTime: new Date(task.startedAt).toISOString(),
  ...(task.finishedAt !== null && { CompleteTime: new Date(task.finishedAt).toISOString() }),
  ...(task.imageId !== null && { ImageId: task.imageId }),
});
