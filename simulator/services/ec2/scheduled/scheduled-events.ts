import type { World } from "../../../world/world.ts";
import type { InstanceRecord, ScheduledEvent, ScheduledEventCode } from "../state.ts";
import { restart, stop } from "../instances/instance-life.ts";

/** What is over is shown for up to a week (EC2/InstanceStatusEvent). */
const SHOWN_SECONDS = 7 * 86_400;
/** From the stop of a server that EC2 boots anew to its start: a stop takes some seconds, a boot of the host minutes. */
const REBOOT_SECONDS = 120;

/** Health's code and the text for each of EC2's (aws-facts 9.7). */
const SAID: Readonly<Record<ScheduledEventCode, readonly [code: string, text: string]>> = {
  "instance-retirement": [
    "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED",
    "The instance is running on degraded hardware",
  ],
  "instance-stop": ["AWS_EC2_INSTANCE_STOP_SCHEDULED", "The instance is running on degraded hardware"],
  "instance-reboot": [
    "AWS_EC2_INSTANCE_REBOOT_MAINTENANCE_SCHEDULED",
    "The instance is scheduled for a reboot",
  ],
  "system-reboot": ["AWS_EC2_SYSTEM_REBOOT_MAINTENANCE_SCHEDULED", "The host is scheduled for a reboot"],
  "system-maintenance": ["AWS_EC2_SYSTEM_MAINTENANCE_SCHEDULED", "The host is scheduled for maintenance"],
};

interface Scheduled {
  readonly code: ScheduledEventCode;
  /** From now until it happens. */
  readonly seconds: number;
  /** Whether AWS Health tells of it: it is not bound to (aws-facts 9.7). */
  readonly isPublished?: boolean;
}

/**
 * EC2 schedules something for a running server, as an act of the world: shown by DescribeInstanceStatus, told by AWS Health, and
 * carried out at its time. A retirement and a stop stop the server (of an EBS root), a reboot boots it anew. Returns the
 * event's id. Throws for a server that does not run.
 */
export function scheduleEvent(
  world: World,
  id: string,
  { code, seconds, isPublished = true }: Scheduled,
): string {
  const instance = running(world, id);
  const event: ScheduledEvent = {
    id: world.newId("instance-event"),
    code,
    notBefore: world.now() + seconds * 1000,
    description: SAID[code][1],
  };
  instance.scheduled = [...(instance.scheduled ?? []), event];
  world.happened("ec2", "event-scheduled", id, { code });
  if (isPublished) tell(world, id, event, "open");
  world.after(seconds, () => carryOut(world, id, event.id));
  return event.id;
}

/** EC2 takes back what it has scheduled: shown as canceled, and told by AWS Health or not. Nothing where it is over. */
export function cancelEvent(world: World, id: string, eventId: string, isPublished = true): void {
  const event = ahead(running(world, id), eventId);
  if (event === undefined) return;
  end(world, id, event, "[Canceled] ");
  if (isPublished) tell(world, id, event, "closed");
}

function carryOut(world: World, id: string, eventId: string): void {
  const instance = world.state.instances.get(id);
  const event = instance && ahead(instance, eventId);
  if (event === undefined || instance?.state !== "running") return;
  end(world, id, event, "[Completed] ");
  if (event.code === "system-maintenance") return;
  stop(world, instance);
  if (event.code === "instance-retirement" || event.code === "instance-stop") return;
  world.after(REBOOT_SECONDS, () => {
    const stopped = world.state.instances.get(id);
    if (stopped !== undefined) restart(world, stopped);
  });
}

/** The event, unless it is over. */
const ahead = ({ scheduled = [] }: InstanceRecord, eventId: string): ScheduledEvent | undefined =>
  scheduled.find(({ id, description }) => id === eventId && !description.startsWith("["));

function end(world: World, id: string, event: ScheduledEvent, mark: string): void {
  event.description = mark + event.description;
  world.after(SHOWN_SECONDS, () => {
    const instance = world.state.instances.get(id);
    if (instance?.scheduled === undefined) return;
    instance.scheduled = instance.scheduled.filter((each) => each.id !== event.id);
  });
}

function running(world: World, id: string): InstanceRecord {
  const instance = world.state.instances.get(id);
  if (instance?.state !== "running") throw new RangeError(`${id} is no running server`);
  return instance;
}

/** As AWS's sample of such an event has it (Health's EventBridge schema). */
function tell(world: World, id: string, event: ScheduledEvent, statusCode: "open" | "closed"): void {
  const [eventTypeCode, latestDescription] = SAID[event.code];
  const at = (instant: number): string => new Date(instant).toUTCString();
  world.emit({
    "detail-type": "AWS Health Event",
    source: "aws.health",
    resources: [id],
    detail: {
      eventArn: `arn:${world.partition}:health:${world.region}::event/EC2/${eventTypeCode}/${eventTypeCode}_${event.id}`,
      service: "EC2",
      eventTypeCode,
      eventTypeCategory: "scheduledChange",
      eventScopeCode: "ACCOUNT_SPECIFIC",
      communicationId: `${event.id}-1`,
      startTime: at(event.notBefore),
      lastUpdatedTime: at(world.now()),
      statusCode,
      eventRegion: world.region,
      eventDescription: [{ language: "en_US", latestDescription }],
      affectedEntities: [
        {
          entityValue: world.arn("ec2", `instance/${id}`),
          lastUpdatedTime: at(world.now()),
          status: statusCode === "open" ? "PENDING" : "RESOLVED",
        },
      ],
      affectedAccount: world.account,
      page: "1",
      totalPages: "1",
      backupEvent: "false",
    },
  });
}
