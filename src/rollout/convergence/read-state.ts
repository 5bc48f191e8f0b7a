import type { FleetState, LiveGeneration, OpenRun } from "../../domain/decide/fleet-state.ts";
import { imageSource, pinInForce } from "../../domain/decide/wanted.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { readAttempts } from "../../ledger/attempts.ts";
import { readDueFirst } from "../../ledger/found/due-first.ts";
import { readExcept } from "../../ledger/except.ts";
import { ageDue } from "./age-due.ts";
import { heedFindings } from "./heed-findings.ts";
import { readBrakes } from "./read-brakes.ts";
import { readFleet } from "../../ledger/fleets.ts";
import { activeFreeze } from "../../ledger/freezes.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { verdictFor } from "../../ledger/image-verdicts.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { readWanted } from "../../ledger/wanted.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import type { Clock } from "../../domain/clock.ts";
import { isReleased } from "../is-released.ts";

interface ReadContext {
  readonly ledger: Ledger;
  readonly clock: Pick<Clock, "now">;
}

/** Reads all that is decided by, from the ledger alone; undefined: no fleet of that name is declared. */
export async function readState(
  name: string,
  { ledger, clock }: ReadContext,
): Promise<FleetState | undefined> {
  const declared = await readFleet(ledger, name);
  if (declared === undefined) return undefined;
  // First, so that a run which ends meanwhile is seen as open rather than what it made as live beside no run.
  const open = (await rollouts.open(ledger, name))?.run;
  return readStateBeside(declared.fleet, open, { ledger, clock });
}

/** The same for a fleet whose open run is known; `image` is one that somebody asks for. */
export async function readStateBeside(
  fleet: Fleet,
  run: RolloutRecord | undefined,
  { ledger, clock }: ReadContext,
  image?: string,
): Promise<FleetState> {
  const name = fleet.fleet;
  const now = clock.now();
  const [wanted, findings, first, except, attempts, generations, freeze] = await Promise.all([
    readWanted(ledger, name),
    heedFindings(ledger, name),
    fleet.age ? readDueFirst(ledger, name) : null,
    readExcept(ledger, name),
    readAttempts(ledger, name),
    listGenerations(ledger, name),
    activeFreeze(ledger, name, now),
  ]);
  const live = generations.find(({ generation }) => generation.state === "live")?.generation;
  const source = imageSource(fleet.image);
  const brakes = await readBrakes(fleet, { first, live: live?.number }, ledger);
  const pin = pinInForce(wanted, source, now);
  const images = [wanted.named?.image, pin?.image, live?.image, run?.imageTo, image];
  return {
    fleet: name,
    source,
    template: fleet.template,
    hasInitialSize: fleet.capacity.initial !== undefined,
    wanted,
    findings: findings.filter(({ generation }) => generation === live?.number),
    ageDueAt: ageDue(fleet, { first, live: live?.number })?.at ?? null,
    except,
    attempts,
    brakes,
    quarantined: await quarantinedOf(name, new Set(images.filter((each) => each !== undefined)), ledger),
    live: live ? liveOf(live) : null,
    open: run ? openRunOf(run) : null,
    needsPerson: run ? null : await unsettledOf(name, ledger),
    freeze: freeze ? { reason: freeze.reason, until: freeze.until } : null,
  };
}

async function quarantinedOf(
  fleet: string,
  images: ReadonlySet<string>,
  ledger: Ledger,
): Promise<Map<string, string>> {
  const verdicts = await Promise.all([...images].map((image) => verdictFor(ledger, image, fleet)));
  return new Map(
    verdicts.flatMap((verdict) => (verdict ? [[verdict.imageId, verdict.reason] as const] : [])),
  );
}

/** A fleet begins nothing beside a rollout that needs a person: there is never more than one. */
async function unsettledOf(fleet: string, ledger: Ledger): Promise<FleetState["needsPerson"]> {
  const found = (await rollouts.unresting(ledger, fleet)).find(
    ({ run }) => run.outcome === "needs-person",
  )?.run;
  if (!found?.needsPerson) return null;
  const { id, imageTo: image, templateVersion, needsPerson } = found;
  return { run: id, target: { image, templateVersion }, reason: needsPerson.reason, since: needsPerson.at };
}

/** What the ledger says of the generation that serves. */
export const liveOf = ({ number, image, template, createdAt }: Generation): LiveGeneration => ({
  number,
  image,
  templateVersion: template.baseVersion,
  template: template.id,
  launchedFrom: template.ownedByMoult ? createdAt : null,
});

export const openRunOf = (run: RolloutRecord): OpenRun => ({
  id: run.id,
  phase: run.phase,
  target: { image: run.imageTo, templateVersion: run.templateVersion },
  ...(run.declaration && { template: run.declaration.template }),
  deadlineAt: run.deadlineAt,
  mayReturn:
    !isReleased(run) && run.milestones.handoff === undefined && run.commands["handoff"] === undefined,
  hasMovedTraffic: run.traffic.setAt !== null || isReleased(run),
  isEnding: run.abort !== null || run.failure !== null,
});
