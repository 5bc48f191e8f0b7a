import type { Rehearsal } from "../../rehearsal/rehearsal.ts";
import { openFleet } from "../../rehearsal/fleet.ts";
import type { GroupRecord } from "../../simulator/services/auto-scaling/state.ts";
import type { InstanceRecord, LaunchTemplateRecord } from "../../simulator/services/ec2/state.ts";
import type { ParameterRecord } from "../../simulator/services/ssm/state.ts";
import { type FleetDeclaration, fleetSchema } from "../../src/domain/declaration/fleet.ts";
import type { Generation } from "../../src/domain/generation.ts";
import { declareFleet } from "../../src/ledger/fleets.ts";
import { readGeneration, writeGeneration } from "../../src/ledger/generations.ts";

/** An account of many fleets of one size. */
export interface AccountSize {
  readonly servers: number;
  readonly fleets: number;
  readonly channels: number;
}

/** One server in so many differs from what it was launched as: what is found of it is observed and no more. */
const DRIFTED = 100;
const FIRST = "f0000";
const nameOf = (index: number): string => `f${String(index).padStart(4, "0")}`;
const channelOf = (index: number): string => `/images/${nameOf(index)}`;

/** What the first fleet has in the account: all others are copies of it. */
interface Copied {
  readonly group: GroupRecord;
  readonly server: InstanceRecord;
  readonly template: LaunchTemplateRecord;
  readonly parameter: ParameterRecord;
  readonly declaration: FleetDeclaration;
  readonly generation: Generation;
}

/** Adopts one fleet as an operator would, and puts copies of it straight into the account and the ledger. */
export async function furnishAccountOf(rehearsal: Rehearsal, size: AccountSize): Promise<void> {
  const copied = await adoptFirst(rehearsal);
  const { state } = rehearsal.simulator.world;
  const perFleet = size.servers / size.fleets;
  for (let index = 0; index < size.channels; index += 1) {
    const parameter = { ...copied.parameter, name: channelOf(index) };
    state.parameters.set(parameter.name, parameter);
  }
  state.instances.delete(copied.server.id);
  for (let index = 0; index < size.fleets; index += 1) {
    const ids = Array.from({ length: perFleet }, (_, place) => serverId(index * perFleet + place));
    putFleet(rehearsal, copied, { index, ids });
    await declare(rehearsal, copied, { index, channel: channelOf(index % size.channels) });
  }
}

const serverId = (number: number): string => `i-${number.toString(16).padStart(17, "0")}`;
const templateId = (index: number): string => `lt-${index.toString(16).padStart(17, "0")}`;

async function adoptFirst(rehearsal: Rehearsal): Promise<Copied> {
  const plan = {
    name: FIRST,
    servers: 1,
    image: { "sim:boot-seconds": "40", "sim:healthy-seconds": "15" },
    loadBalancer: "none",
    checkIntervalSeconds: 5,
    drainSeconds: 0,
    tagged: true,
  } as const;
  const { account, declaration } = await openFleet(rehearsal, plan, ({ template, channel }) => ({
    fleet: FIRST,
    template,
    image: { channel },
    traffic: { strategy: "none" },
    age: { max: "30d" },
  }));
  const { state } = rehearsal.simulator.world;
  const group = state.groups.get(account.group);
  const server = [...state.instances.values()].find(({ state: is }) => is === "running");
  const template = state.launchTemplates.get(account.template);
  const parameter = state.parameters.get(account.channel);
  const adopted = await readGeneration(rehearsal.ledger, FIRST, 1);
  if (!group || !server || !template || !parameter || !adopted)
    throw new Error("The first fleet is not what it was set up as.");
  return { group, server, template, parameter, declaration, generation: adopted.generation };
}

interface Placed {
  readonly index: number;
  readonly ids: readonly string[];
}

/** The copy's template, group and servers. */
function putFleet({ simulator }: Rehearsal, copied: Copied, { index, ids }: Placed): void {
  const { state } = simulator.world;
  const name = nameOf(index);
  const renamed = (tags: InstanceRecord["tags"]): InstanceRecord["tags"] =>
    tags.map((tag) => (tag.value === FIRST ? { ...tag, value: name } : tag));
  const id = templateId(index);
  state.launchTemplates.set(id, { ...copied.template, id, name });
  const launchTemplate = { id, name, version: "1" };
  const [member] = [...copied.group.instances.values()];
  if (member === undefined) throw new Error("The first fleet has no server in its group.");
  state.groups.set(name, {
    ...copied.group,
    name,
    arn: copied.group.arn.replaceAll(FIRST, name),
    minSize: ids.length,
    desiredCapacity: ids.length,
    maxSize: 2 * ids.length,
    launchTemplate,
    instances: new Map(ids.map((each) => [each, { ...member, id: each, launchTemplate }])),
    tags: copied.group.tags.map((tag) => (tag.value === FIRST ? { ...tag, value: name } : tag)),
  });
  for (const [place, each] of ids.entries()) {
    const isDrifted = (index * ids.length + place) % DRIFTED === 0;
    state.instances.set(each, {
      ...copied.server,
      id: each,
      launchTemplate: { id, version: 1 },
      ...(isDrifted && { securityGroupIds: [...copied.server.securityGroupIds, "sg-default"] }),
      tags: renamed(copied.server.tags).map((tag) =>
        tag.key === "aws:ec2launchtemplate:id" ? { ...tag, value: id } : tag,
      ),
    });
  }
}

interface Declared {
  readonly index: number;
  readonly channel: string;
}

/** As after `moult fleet adopt`, whose reads are not what is measured here. */
async function declare(
  { ledger, simulator }: Rehearsal,
  { declaration, generation }: Copied,
  { index, channel }: Declared,
): Promise<void> {
  const fleet = nameOf(index);
  const template = templateId(index);
  const copy = { ...declaration, fleet, template, image: { channel } };
  fleetSchema.parse(copy);
  await declareFleet(ledger, { declaration: copy, by: "bench", now: simulator.clock.now() }, "any");
  // Of the servers' tags the fleet's and the group's name are expected.
  const expected = JSON.stringify(generation.expectations).replaceAll(FIRST, fleet);
  const live: Generation = {
    ...generation,
    fleet,
    group: fleet,
    template: { ...generation.template, id: template },
    expectations: JSON.parse(expected) as Generation["expectations"],
  };
  await writeGeneration(ledger, live, "any");
}
