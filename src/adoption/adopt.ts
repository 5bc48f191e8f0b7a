import { describeGroups, type Group } from "../aws/auto-scaling/auto-scaling.ts";
import type { Fleet, FleetDeclaration } from "../domain/declaration/fleet.ts";
import { expectationsOf } from "../domain/drift/drift-kinds.ts";
import { launchFacts } from "../domain/drift/launch-facts.ts";
import { type Generation, targetGroupFields } from "../domain/generation.ts";
import { ownTargetGroups, pairsOf } from "../domain/traffic-pairs/pairs-of.ts";
import { trafficPlaceOf, trafficPlaceReason } from "../domain/traffic-place.ts";
import { appendEntry } from "../ledger/entries.ts";
import { declareFleet, listFleetNames, readFleet } from "../ledger/fleets.ts";
import { listGenerations, type StoredGeneration, writeGeneration } from "../ledger/generations.ts";
import { releaseLease, takeLease } from "../ledger/leases.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { StepContext } from "../step/step.ts";
import { type Fault, faultWhen } from "../domain/neighbours/fault.ts";
import { refusal } from "./fault.ts";
import { examineGroup, type GroupRuns } from "./group-faults.ts";
import { foreignServers } from "../rollout/neighbours/foreign-servers.ts";
import { holdersOf, taggedElsewhere } from "../rollout/neighbours/other-fleets.ts";
import { warningsBeside } from "../rollout/neighbours/warnings.ts";
import { declarationFaults } from "./preflight.ts";
import { servingTargetGroup } from "./traffic-faults.ts";

interface Adoption {
  readonly fleet: Fleet;
  readonly declaration: FleetDeclaration;
  /** Name of the Auto Scaling group that serves now. */
  readonly group: string;
  /** Who asks, for the ledger. */
  readonly by: string;
}

type Context = StepContext<"autoScaling" | "cloudWatch" | "ec2" | "elbv2" | "ssm">;

/** Longer than all the reads of an adoption, retries included. */
const LEASE_SECONDS = 300;

/**
 * Takes a group that serves already as the fleet's first generation, with its template version and its target group,
 * and declares the fleet. The live generation's own group is taken anew when the declaration looks for its traffic
 * elsewhere than before: another rule, another pair. Changes nothing in AWS. Throws InvalidInput with every fault at once, each with its place
 * and the way out; LedgerConflict when somebody declares or adopts at the same moment.
 */
export async function adoptFleet(adoption: Adoption, context: Context): Promise<Generation> {
  const { ledger, clock } = context;
  const { fleet, by } = adoption;
  const owner = `adoption by ${by}`;
  const lease = await takeLease(ledger, {
    fleet: fleet.fleet,
    owner,
    now: clock.now(),
    ttlSeconds: LEASE_SECONDS,
  });
  if (!lease.taken) {
    const why = `${lease.holder.owner} is changing the fleet: wait for its end, or abort it`;
    throw refusal(`${fleet.fleet} cannot adopt ${adoption.group}`, [{ place: `fleet ${fleet.fleet}`, why }]);
  }
  try {
    return await adopt(adoption, context);
  } finally {
    await releaseLease(ledger, { fleet: fleet.fleet, owner, fence: lease.lease.fence });
  }
}

async function adopt(adoption: Adoption, context: Context): Promise<Generation> {
  const { fleet, group: name } = adoption;
  const known = await listGenerations(context.ledger, fleet.fleet);
  const standing = known.filter(({ generation }) => generation.state !== "gone");
  const groups = await describeGroups(context.aws.autoScaling, [
    name,
    ...standing.map(({ generation }) => generation.group),
  ]);
  const group = groups.get(name);
  const moved = standing.find((each) => isMoved(each.generation, adoption));
  const examined = group && (await examineGroup(fleet, group, context));
  const faults = [
    ...faultWhen(group === undefined, `group ${name}`, "it does not exist in this region: correct the name"),
    ...(moved === undefined ? standingFaults(fleet.fleet, standing, groups) : []),
    ...(group ? await belongingFaults(fleet.fleet, group, context.ledger) : []),
    ...(examined?.faults ?? []),
    ...(await declarationFaults({ ...fleet, capacity: { ...fleet.capacity, initial: undefined } }, context)),
    ...(group ? await idleFaults(fleet, group, context) : []),
    ...(group ? await foreignServers(fleet.traffic, [group], context) : []),
  ];
  const runs = examined?.runs ?? null;
  if (faults.length > 0 || group === undefined || runs === null) {
    const warnings = await warningsBeside(fleet, group, context);
    throw refusal(`${fleet.fleet} cannot adopt ${name}`, faults, warnings);
  }
  if (moved !== undefined) return writeMoved(adoption, { group, moved }, context);
  const number = generationNumber(fleet.fleet, name, known);
  return write(adoption, { group, runs, number, lost: standing }, context);
}

/** Whether the live generation's group is adopted with another rule or pair than its traffic came from so far. */
const isMoved = (live: Generation, { fleet, group }: Adoption): boolean =>
  live.state === "live" && live.group === group && trafficPlaceReason(live, fleet.traffic) !== null;

const standingFaults = (
  fleet: string,
  standing: readonly StoredGeneration[],
  groups: ReadonlyMap<string, Group>,
): Fault[] =>
  standing
    .filter(({ generation }) => groups.has(generation.group))
    .map(({ generation: { number, group, state } }) => ({
      place: `fleet ${fleet}`,
      why: `it is adopted already: generation ${number} (${group}) is ${state}; start a rollout instead`,
    }));

/** The generation stays what it is; where its traffic comes from is written anew, with the declaration. */
async function writeMoved(
  { fleet, declaration, by }: Adoption,
  { group, moved }: { readonly group: Group; readonly moved: StoredGeneration },
  { ledger, clock }: Context,
): Promise<Generation> {
  const now = clock.now();
  const trafficPlace = trafficPlaceOf(fleet.traffic);
  await appendEntry(ledger, {
    at: now,
    fleet: fleet.fleet,
    rollout: null,
    phase: null,
    kind: "decision",
    reason: `generation ${moved.generation.number} gets its traffic from elsewhere: ${group.name} is adopted anew`,
    action: "adopt",
    subject: group.name,
    evidence: { from: moved.generation.trafficPlace, to: trafficPlace },
    actor: by,
  });
  const declared = await readFleet(ledger, fleet.fleet);
  await declareFleet(ledger, { declaration, by, now }, declared?.revision ?? "absent");
  const { targetGroups: _before, ...same } = moved.generation;
  const own = targetGroupFields(ownTargetGroups(fleet.traffic, group.targetGroups));
  const generation = { ...same, ...own, trafficPlace };
  return (await writeGeneration(ledger, generation, moved.revision)).generation;
}

/** Another fleet's group, by its tag or by the ledger. */
async function belongingFaults(fleet: string, group: Group, ledger: Ledger): Promise<Fault[]> {
  const place = `group ${group.name}`;
  const others = (await listFleetNames(ledger)).filter((each) => each !== fleet);
  const claims = await Promise.all(
    others.map(async (other) => {
      const generations = (await listGenerations(ledger, other)).map(({ generation }) => generation);
      return holdersOf(group.name, generations).map(({ number }) => ({
        place,
        why: `it is generation ${number} of fleet ${other}: a group serves one fleet, so release it there first (moult fleet release ${other} --reason <text> --confirm ${other})`,
      }));
    }),
  );
  return [...taggedElsewhere(fleet, group), ...claims.flat()];
}

/** A group whose target group has no weight does not serve: the other one does. */
async function idleFaults({ traffic }: Fleet, group: Group, context: Context): Promise<Fault[]> {
  const faults = await Promise.all(
    pairsOf(traffic).map(async (pair) => {
      const serving = await servingTargetGroup(pair, context);
      const why = `${serving} has the traffic, and the group is not in it: adopt the group that serves`;
      const isPair = group.targetGroups.some((arn) => pair.targetGroups.some((own) => own.arn === arn));
      const isIdle = serving !== null && isPair && !group.targetGroups.includes(serving);
      return faultWhen(isIdle, `group ${group.name}`, why);
    }),
  );
  return faults.flat();
}

/** A group that is called like a generation keeps its number, so that no later generation gets its name. */
function generationNumber(fleet: string, group: string, known: readonly StoredGeneration[]): number {
  const next = Math.max(0, ...known.map(({ generation }) => generation.number)) + 1;
  const own = group.startsWith(`${fleet}-g`) ? Number(group.slice(fleet.length + 2)) : 0;
  return Number.isInteger(own) ? Math.max(next, own) : next;
}

interface Found {
  readonly group: Group;
  readonly runs: GroupRuns;
  readonly number: number;
  /** Generations whose groups somebody deleted. */
  readonly lost: readonly StoredGeneration[];
}

function adopted({ fleet, by }: Adoption, { group, runs, number }: Found, now: number): Generation {
  const { version, image, data } = runs;
  return {
    fleet: fleet.fleet,
    number,
    group: group.name,
    template: { id: fleet.template, version, baseVersion: version, ownedByMoult: false },
    image,
    ...targetGroupFields(ownTargetGroups(fleet.traffic, group.targetGroups)),
    trafficPlace: trafficPlaceOf(fleet.traffic),
    state: "live",
    reason: `adopted by ${by}`,
    createdAt: now,
    healthySeconds: null,
    // By the template version, not by the servers: one that differs already has drifted.
    expectations: expectationsOf(launchFacts({ templateVersion: version, image, data, group: group.raw })),
  };
}

async function write(adoption: Adoption, found: Found, { ledger, clock }: Context): Promise<Generation> {
  const { fleet, declaration, by } = adoption;
  const { group, runs, lost } = found;
  const now = clock.now();
  const generation = adopted(adoption, found, now);
  await appendEntry(ledger, {
    at: now,
    fleet: fleet.fleet,
    rollout: null,
    phase: null,
    kind: "decision",
    reason: `${group.name} serves already: it is generation ${generation.number}`,
    action: "adopt",
    subject: group.name,
    evidence: { template: generation.template, image: runs.image, servers: group.instances.length },
    actor: by,
  });
  const declared = await readFleet(ledger, fleet.fleet);
  await declareFleet(ledger, { declaration, by, now }, declared?.revision ?? "absent");
  for (const { generation: old, revision } of lost) {
    const reason = `its group ${old.group} does not exist any more`;
    await writeGeneration(ledger, { ...old, state: "gone", reason }, revision);
  }
  return (await writeGeneration(ledger, generation, "absent")).generation;
}
