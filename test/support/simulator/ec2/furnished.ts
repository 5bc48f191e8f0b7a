import { EC2Client, RegisterImageCommand, type Tag } from "@aws-sdk/client-ec2";
import { furnish } from "../../../../simulator/services/ec2/furnish.ts";
import type { BusEvent, World, WorldEvent } from "../../../../simulator/world/world.ts";
import type { Connect, Connection } from "../both-ways.ts";

export interface FurnishedConnection extends Connection {
  readonly world: World;
  readonly ec2: EC2Client;
}

/** A connection to an account that has a network, and a client for EC2. */
export async function connectFurnished(connect: Connect): Promise<FurnishedConnection> {
  const connection = await connect({ quotas: false });
  const { world } = connection.simulator;
  furnish(world);
  return { ...connection, world, ec2: new EC2Client(connection.clientOptions) };
}

/** Registers an image with tags and answers its id. */
export async function registerImage(
  { run, ec2 }: FurnishedConnection,
  name: string,
  tags: Readonly<Record<string, string>> = {},
): Promise<string> {
  const Tags: Tag[] = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const input = {
    Name: name,
    ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: "image" as const, Tags }] }),
  };
  return (await run(ec2.send(new RegisterImageCommand(input)))).ImageId ?? "";
}

/** Lets `seconds` pass. */
export const pass = (world: World, seconds: number): void => world.advanceTo(world.now() + seconds * 1000);

/** Collects the events that come on the bus from now on. */
export function eventsOf(world: World): BusEvent[] {
  const events: BusEvent[] = [];
  world.onEvent((event) => void events.push(event));
  return events;
}

/** Collects what happens from now on, as `kind` and seconds from now. */
export function happeningsOf(world: World): { kind: string; subject: string; seconds: number }[] {
  const start = world.now();
  const happenings: { kind: string; subject: string; seconds: number }[] = [];
  world.onWorldEvent(
    ({ kind, subject, at }: WorldEvent) =>
      void happenings.push({ kind, subject, seconds: (at - start) / 1000 }),
  );
  return happenings;
}
