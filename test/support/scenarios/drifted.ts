import { ModifyInstanceAttributeCommand } from "@aws-sdk/client-ec2";
import type { Web } from "./harness.ts";

/** A group whose servers carry the fleet's tag, as docs/security.md asks. */
export const TAGGED = {
  group: { Tags: [{ Key: "moult:fleet", Value: "web", PropagateAtLaunch: true }] },
} as const;

/** The id of a server of the fleet, the same each time until it is replaced. */
export function firstServer({ simulator }: Web): string {
  const running = [...simulator.world.state.instances.values()].filter(({ state }) => state === "running");
  return running[0]?.id ?? "";
}

/** Somebody adds a security group to that server by hand. Answers its id. */
export async function addSecurityGroup(web: Web): Promise<string> {
  const InstanceId = firstServer(web);
  await setSecurityGroups(web, InstanceId, ["sg-web", "sg-default"]);
  return InstanceId;
}

/** Somebody sets a server's security groups by hand. */
export async function setSecurityGroups(
  { person }: Web,
  InstanceId: string,
  Groups: string[],
): Promise<void> {
  await person.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, Groups }));
}

/** Collects what moult tells the bus of this type from now on. */
export function toldOf({ simulator }: Web, type: string): Readonly<Record<string, unknown>>[] {
  const told: Readonly<Record<string, unknown>>[] = [];
  simulator.world.onEvent((event) => {
    if (event.source === "moult" && event["detail-type"] === type) told.push(event.detail);
  });
  return told;
}
