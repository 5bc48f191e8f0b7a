import type { Generation } from "../domain/generation.ts";
import { unfreezeCommand } from "../domain/outbox/proposed-commands.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { forgetSummary } from "../ledger/board/summaries.ts";
import { type DeclaredFleet, forgetFleet, readFleet } from "../ledger/fleets.ts";
import { activeFreeze } from "../ledger/freezes.ts";
import { listGenerations, type StoredGeneration, writeGeneration } from "../ledger/generations.ts";
import { releaseLease, takeLease } from "../ledger/leases.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { retirements } from "../ledger/runs/retirements.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import { changeWanted } from "../ledger/wanted.ts";
import { takeOff } from "../rollout/release/take-off.ts";
import { type TagLeft, tagsLeft } from "../rollout/release/tags-left.ts";
import type { StepContext } from "../step/step.ts";

/** What a fleet's group is left as. */
type LeftGroup = Pick<Generation, "group" | "number" | "template">;

interface ReleasedFleet {
  /** False: it was released before, and nothing was changed. */
  readonly changed: boolean;
  /** Its groups, which go on with the template version that is pinned there. */
  readonly groups: readonly LeftGroup[];
  /** Tags that people put, and the commands that take them off. */
  readonly left: readonly TagLeft[];
}

/** Longer than all that it does, for a thousand servers. */
const LEASE_SECONDS = 300;

type Desk = Pick<StepContext, "ledger" | "clock"> & {
  /** A context in which a person changes the fleet's groups, under this lease. */
  readonly changing: (acting: {
    readonly fleet: string;
    readonly run: string;
    readonly fence: number;
  }) => Promise<StepContext<"autoScaling" | "ec2" | "elbv2">>;
};

interface Asked {
  readonly fleet: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * Takes moult off a fleet that runs: what was held is given back, moult's tags go from the groups and their servers, the declaration
 * is taken away and no generation is the fleet's any more. No resource is deleted, and the servers run on. Throws InvalidInput,
 * and changes nothing, while a run is open, a person is needed, or the fleet is frozen.
 */
export async function releaseFleet(asked: Asked, desk: Desk): Promise<ReleasedFleet> {
  const { ledger, clock } = desk;
  const { fleet: name, by, reason } = asked;
  const declared = await readFleet(ledger, name);
  const known = await listGenerations(ledger, name);
  if (declared === undefined && known.length > 0) return { changed: false, groups: [], left: [] };
  if (declared === undefined) throw new InvalidInput(`no fleet is named ${name}: see \`moult fleet list\``);
  await refuseUnlessAtRest(name, desk);
  const standing = known.filter(({ generation }) => generation.state !== "gone");
  const groups = standing.map(({ generation: { group, number, template } }) => ({ group, number, template }));
  const owner = `release by ${by}`;
  const claim = { fleet: name, owner, now: clock.now(), ttlSeconds: LEASE_SECONDS };
  const lease = await takeLease(ledger, claim);
  if (!lease.taken)
    throw new InvalidInput(`${lease.holder.owner ?? "somebody"} holds ${name}: wait for its end`);
  const { fence } = lease.lease;
  try {
    // It may have begun between the look and the lease.
    await refuseUnlessAtRest(name, desk);
    // Nobody is released whose lease somebody else holds: history is not to say so.
    const decision = { at: clock.now(), fleet: name, action: "release-fleet", reason, actor: by };
    await appendDecision(ledger, { ...decision, evidence: { groups } });
    const context = await desk.changing({ fleet: name, run: owner, fence });
    const left = await leave({ asked, declared, standing }, context);
    return { changed: true, groups, left };
  } finally {
    await releaseLease(ledger, { fleet: name, owner, fence });
  }
}

/** Throws InvalidInput for what has to end first. */
async function refuseUnlessAtRest(fleet: string, { ledger, clock }: Desk): Promise<void> {
  const past = await rollouts.list(ledger, fleet);
  const open = past.find(({ run }) => run.endedAt === null)?.run;
  if (open !== undefined)
    throw new InvalidInput(
      `rollout ${open.id} is in ${open.phase}: wait for its end, or end it with moult rollout abort ${fleet} --reason <text>`,
    );
  const retiring = (await retirements.open(ledger, fleet))?.run;
  if (retiring !== undefined)
    throw new InvalidInput(
      `${retiring.id} still takes generation ${retiring.generation} down: wait for its end`,
    );
  if (past.some(({ run }) => run.outcome === "needs-person"))
    throw new InvalidInput(
      `${fleet} needs a person first: moult settle ${fleet} --keep <blue or green> --reason <text>`,
    );
  const frozen = await activeFreeze(ledger, fleet, clock.now());
  if (frozen === undefined) return;
  const unfreeze = unfreezeCommand(fleet, frozen.scope);
  throw new InvalidInput(`it is frozen: ${frozen.reason} (${frozen.by}); ${unfreeze} ends that`);
}

interface Leaving {
  readonly asked: Asked;
  readonly declared: DeclaredFleet;
  readonly standing: readonly StoredGeneration[];
}

/** In an order that may be begun anew at any point: the declaration goes last. */
async function leave(
  { asked, declared, standing }: Leaving,
  context: StepContext<"autoScaling" | "ec2" | "elbv2">,
): Promise<readonly TagLeft[]> {
  const { ledger } = context;
  const { fleet: name, by } = asked;
  const holds = (await rollouts.list(ledger, name)).flatMap(({ run }) => run.holds);
  for (const { generation } of standing)
    await takeOff(
      generation.group,
      holds.filter(({ group }) => group === generation.group),
      context,
    );
  const left = await tagsLeft(declared.fleet, context);
  for (const stored of standing) await forget(stored, by, ledger);
  // A pin of before must not hold a fleet that is adopted again.
  await changeWanted(ledger, name, (before) => ({ ...before, pin: null, launchedBefore: null }));
  await forgetFleet(ledger, declared);
  await forgetSummary(ledger, declared.fleet.fleet);
  return left;
}

const forget = (
  { generation, revision }: StoredGeneration,
  by: string,
  ledger: Ledger,
): Promise<StoredGeneration> => {
  const reason = `released by ${by}: its group ${generation.group} runs on, and moult does nothing about it`;
  return writeGeneration(ledger, { ...generation, state: "gone", reason }, revision);
};
