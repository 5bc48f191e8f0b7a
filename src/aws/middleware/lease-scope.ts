import type { Generation } from "../../domain/generation.ts";
import { OutsideLease } from "../../errors/errors.ts";
import { readGeneration } from "../../ledger/generations.ts";
import type { LeaseClaim } from "../../ledger/leases.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { actionOf } from "./aws-middleware.ts";

interface Sent {
  readonly claim: LeaseClaim;
  readonly command: string;
  readonly input: object;
}

type Request = Readonly<Record<string, unknown>>;

const ofGroup = ({ AutoScalingGroupName }: Request, { group }: Generation): boolean =>
  AutoScalingGroupName === group;
const ofTemplateVersion = (
  { LaunchTemplateId, Versions }: Request,
  { template: { id, version, ownedByMoult } }: Generation,
): boolean =>
  ownedByMoult &&
  LaunchTemplateId === id &&
  Array.isArray(Versions) &&
  Versions.length > 0 &&
  Versions.every((each) => each === String(version));

/** What a generation's lease allows, and of what: anything else would reach what the fleet's own run is at work on. */
const ALLOWED: Readonly<Record<string, (request: Request, generation: Generation) => boolean>> = {
  UpdateAutoScalingGroupCommand: ofGroup,
  DeleteAutoScalingGroupCommand: ofGroup,
  DeleteLaunchTemplateVersionsCommand: ofTemplateVersion,
};

/**
 * Throws OutsideLease for a write that the lease of one generation does not cover. The generation is read anew for each: a
 * retirement makes three or four writes in all.
 */
export async function assertInScope({ claim, command, input }: Sent, ledger: Ledger): Promise<void> {
  const { fleet, generation: number, owner } = claim;
  if (number === undefined) return;
  const stored = await readGeneration(ledger, fleet, number);
  const isAllowed = Object.hasOwn(ALLOWED, command) ? ALLOWED[command] : undefined;
  const isGoing = stored?.generation.state === "retiring";
  if (isGoing && isAllowed?.(input as Request, stored.generation) === true) return;
  const covered = stored
    ? `group ${stored.generation.group} and its own template version while it is retiring, and it is ${stored.generation.state}`
    : "nothing: the ledger has no such generation";
  throw new OutsideLease(
    `${actionOf(command)} was not sent: ${owner} holds the lease of ${fleet}/${number}, which covers ${covered}. Report this as a fault of moult`,
  );
}
