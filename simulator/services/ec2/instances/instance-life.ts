import type { World } from "../../../world/world.ts";
import { releaseAddress } from "../network/addresses.ts";
import type { InstanceRecord, InstanceState } from "../state.ts";
import { settled } from "./settings/changing.ts";

// aws-facts 4: pending to running took 4.9 s.
const SHORTEST_LAUNCH_MS = 4000;
const LONGEST_LAUNCH_MS = 6000;

/** From `shutting-down` to `terminated`. An assumption: AWS gives no figure. */
const SHUTDOWN_SECONDS = 5;
/** From `stopping` to `stopped`. An assumption: AWS gives no figure. */
const STOP_SECONDS = 5;
const USER_STOPPED = "Client.UserInitiatedShutdown: User initiated shutdown";
/** How long a terminated instance is still shown (aws-facts 1.6: about an hour). */
const VISIBLE_AFTER_TERMINATION_SECONDS = 3600;

/** True when the server answers requests as it should: it runs, is healthy already and has not sickened. */
export function isServing(instance: InstanceRecord, now: number): boolean {
  const { state, healthyAt, sickAt } = instance;
  return state === "running" && healthyAt !== null && healthyAt <= now && !(sickAt !== null && sickAt <= now);
}

/** Makes a healthy server fail from now on, as a fault. Nothing happens to one that is gone or already sick. */
export function sicken(world: World, id: string): void {
  const instance = world.state.instances.get(id);
  if (!instance || instance.state !== "running") return;
  if (instance.sickAt !== null && instance.sickAt <= world.now()) return;
  instance.sickAt = world.now();
  world.happened("ec2", "instance-sick", id);
}

/**
 * Makes a server that failed from without answer again from now on. One whose own script has made it fail by now goes on failing;
 * nothing happens to one that is gone or not sick.
 */
export function heal(world: World, id: string): void {
  const instance = world.state.instances.get(id);
  if (instance?.state !== "running" || instance.healthyAt === null) return;
  if (instance.sickAt === null || instance.sickAt > world.now()) return;
  const { sickensSeconds } = instance.script;
  const own = sickensSeconds === null ? null : instance.healthyAt + milliseconds(sickensSeconds);
  if (own !== null && own <= world.now()) return;
  instance.sickAt = own;
  world.happened("ec2", "instance-healthy", id);
  recordWhenDue(world, id, "instance-sick", "sickAt");
}

/** Brings a pending instance to `running` after `seconds`, and lets its script run from there. */
export function start(world: World, id: string, seconds: number): void {
  emitState(world, id, "pending");
  world.after(seconds, () => {
    const instance = world.state.instances.get(id);
    if (instance?.state !== "pending") return;
    run(world, instance);
    emitState(world, id, "running");
  });
}

/** How long a server is `pending`, by chance. */
export const pendingSeconds = (world: World): number =>
  world.random.integer(SHORTEST_LAUNCH_MS, LONGEST_LAUNCH_MS) / 1000;

/** Stops a running server, which keeps its address, its settings and its tags; any other is left alone. */
export function stop(world: World, instance: InstanceRecord): void {
  if (instance.state !== "running") return;
  const { id, settings } = instance;
  instance.settings = {
    ...settings,
    metadata: settled(settings.metadata, instance, world.now()),
    monitoring: settled(settings.monitoring, instance, world.now()),
  };
  const times = { runningAt: null, bootedAt: null, healthyAt: null, sickAt: null, errorsAt: null };
  Object.assign(instance, times, {
    state: "stopping",
    stateReason: USER_STOPPED,
    transitionedAt: world.now(),
  });
  emitState(world, id, "stopping");
  world.after(STOP_SECONDS, () => {
    const found = world.state.instances.get(id);
    if (found?.state !== "stopping") return;
    found.state = "stopped";
    emitState(world, id, "stopped");
  });
}

/** Starts a stopped server again, as from its launch; any other is left alone. */
export function restart(world: World, instance: InstanceRecord): void {
  if (instance.state !== "stopped") return;
  instance.state = "pending";
  instance.stateReason = null;
  instance.launchedAt = world.now();
  start(world, instance.id, pendingSeconds(world));
}

/**
 * Shuts instances down and terminates them; ids that are gone or already on their way out are passed over, since
 * terminating is idempotent (aws-facts 1.6). `reason` is a code and a text: `Client.UserInitiatedShutdown: …`.
 */
export function terminateInstances(world: World, ids: readonly string[], reason: string): void {
  for (const id of ids) {
    const instance = world.state.instances.get(id);
    if (!instance || instance.state === "shutting-down" || instance.state === "terminated") continue;
    instance.state = "shutting-down";
    instance.stateReason = reason;
    instance.transitionedAt = world.now();
    emitState(world, id, "shutting-down");
    world.after(SHUTDOWN_SECONDS, () => finishTermination(world, id));
  }
}

function run(world: World, instance: InstanceRecord): void {
  instance.state = "running";
  instance.runningAt = world.now();
  boot(world, instance);
}

/** Lets a running server's script begin: its operating system comes up now. */
export function boot(world: World, instance: InstanceRecord): void {
  const { id, script } = instance;
  const now = world.now();
  Object.assign(instance, { healthyAt: null, errorsAt: null, sickAt: null });
  instance.bootedAt = now + milliseconds(script.bootSeconds);
  if (script.healthySeconds !== null) {
    instance.healthyAt = instance.bootedAt + milliseconds(script.healthySeconds);
    instance.errorsAt = instance.healthyAt + milliseconds(script.errorsSeconds);
    if (script.sickensSeconds !== null) {
      instance.sickAt = instance.healthyAt + milliseconds(script.sickensSeconds);
    }
  }
  recordWhenDue(world, id, "instance-booted", "bootedAt");
  recordWhenDue(world, id, "instance-healthy", "healthyAt");
  recordWhenDue(world, id, "instance-sick", "sickAt");
  if (script.errorRate > 0) recordWhenDue(world, id, "instance-errors", "errorsAt");
}

// A time may be changed before it comes (a fault sickens the server earlier): then this telling is void.
function recordWhenDue(
  world: World,
  id: string,
  kind: string,
  time: "bootedAt" | "healthyAt" | "sickAt" | "errorsAt",
): void {
  const due = world.state.instances.get(id)?.[time] ?? null;
  if (due === null) return;
  world.after((due - world.now()) / 1000, () => {
    const instance = world.state.instances.get(id);
    if (instance?.state === "running" && instance[time] === due) world.happened("ec2", kind, id);
  });
}

function finishTermination(world: World, id: string): void {
  const instance = world.state.instances.get(id);
  if (!instance) return;
  instance.state = "terminated";
  instance.terminatedAt = world.now();
  releaseAddress(world, instance.subnetId, instance.privateIp);
  emitState(world, id, "terminated");
  world.after(VISIBLE_AFTER_TERMINATION_SECONDS, () => world.state.instances.delete(id));
}

function emitState(world: World, id: string, state: InstanceState): void {
  world.happened("ec2", `instance-${state}`, id);
  world.emit({
    "detail-type": "EC2 Instance State-change Notification",
    source: "aws.ec2",
    resources: [world.arn("ec2", `instance/${id}`)],
    detail: { "instance-id": id, state },
  });
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);
