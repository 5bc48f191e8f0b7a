import type { Approvals } from "../../domain/approval/approvals.ts";
import { decide } from "../../domain/decide/decide.ts";
import type { FleetState, LiveGeneration, OpenRun } from "../../domain/decide/fleet-state.ts";
import { imageSource, pinInForce } from "../../domain/decide/wanted.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import type { RecycleRecord } from "../../domain/run/recycle.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { readApprovals } from "../../ledger/asked/approvals.ts";
import { readAttempts } from "../../ledger/attempts.ts";
import { readSlots } from "../../ledger/brakes/slots.ts";
import { readLeftOut } from "../../ledger/found/left-out.ts";
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
import { openFleetRun } from "../../ledger/runs/open-run.ts";
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
  const open = (await openFleetRun(ledger, name))?.run;
  return readStateBeside(declared.fleet, open, { ledger, clock });
}

/** The same for a fleet whose open run is known; `image` is one that somebody asks for. */
export async function readStateBeside(
  fleet: Fleet,
  run: FleetRun | undefined,
  { ledger, clock }: ReadContext,
  image?: string,
): Promise<FleetState> {
  const { fleet: name, template } = fleet;
  const [wanted, findings, first, except, attempts, generations, freeze, approvals] = await readRecords(
    fleet,
    { ledger, clock },
  );
  const live = generations.find(({ generation }) => generation.state === "live")?.generation;
  const brakes = await readBrakes(fleet, { first, live: live?.number }, ledger);
  const source = imageSource(fleet.image);
  const pinned = pinInForce(wanted, source, clock.now())?.image;
  const state: FleetState = {
    fleet: name,
    source,
    template,
    hasInitialSize: fleet.capacity.initial !== undefined,
    wanted,
    findings: findings.filter(({ generation }) => generation === live?.number),
    ageDueAt: ageDue(fleet, { first, live: live?.number })?.at ?? null,
    except,
    attempts,
    brakes,
    approvals,
    quarantined: await quarantinedOf(
      name,
      [wanted.named?.image, pinned, live?.image, run && targetOf(run).image, image],
      ledger,
    ),
    live: live ? liveOf(live) : null,
    open: run ? openRunOf(run) : null,
    needsPerson: run ? null : await unsettledOf(name, ledger),
    ...(await recycleOf(fleet, live?.number, ledger)),
    freeze: freeze ? { reason: freeze.reason, until: freeze.until } : null,
  };
  return withSlots(state, clock.now(), ledger);
}

/** With the account's slots, where something would begin: nothing else needs one. */
async function withSlots(state: FleetState, now: number, ledger: Ledger): Promise<FleetState> {
  if (decide(state, now).act === "leave") return state;
  return { ...state, brakes: { ...state.brakes, slots: await readSlots(ledger) } };
}

/** What the ledger has of the fleet, all at once. */
function readRecords(fleet: Fleet, { ledger, clock }: ReadContext) {
  const name = fleet.fleet;
  return Promise.all([
    readWanted(ledger, name),
    heedFindings(ledger, name),
    fleet.age ? readDueFirst(ledger, name) : null,
    readExcept(ledger, name),
    readAttempts(ledger, name),
    listGenerations(ledger, name),
    activeFreeze(ledger, name, clock.now()),
    approvalsOf(fleet, ledger),
  ]);
}

/** What was asked and answered, where anything of the fleet may wait for a person's yes. */
async function approvalsOf({ fleet, approval, drift }: Fleet, ledger: Ledger): Promise<Approvals> {
  const mayAsk = approval !== undefined || Object.values(drift).includes("approve");
  return { settings: approval ?? null, asks: mayAsk ? await readApprovals(ledger, fleet) : [] };
}

async function quarantinedOf(
  fleet: string,
  named: readonly (string | undefined)[],
  ledger: Ledger,
): Promise<Map<string, string>> {
  const images = [...new Set(named.filter((each) => each !== undefined))];
  const verdicts = await Promise.all(images.map((image) => verdictFor(ledger, image, fleet)));
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

/** A run that has the fleet's lease. */
type FleetRun = RolloutRecord | RecycleRecord;

const targetOf = (run: FleetRun): OpenRun["target"] => {
  const { templateVersion } = run;
  return { image: run.kind === "rollout" ? run.imageTo : run.image, templateVersion };
};

export function openRunOf(run: FleetRun): OpenRun {
  const { id, phase, declaration, deadlineAt, abort, failure } = run;
  const open = {
    id,
    phase,
    target: targetOf(run),
    ...(declaration && { template: declaration.template }),
    deadlineAt,
    isEnding: abort !== null || failure !== null,
  };
  if (run.kind === "recycle") return { ...open, kind: "recycle", mayReturn: false, hasMovedTraffic: false };
  return {
    ...open,
    mayReturn:
      !isReleased(run) && run.milestones.handoff === undefined && run.commands["handoff"] === undefined,
    hasMovedTraffic: run.traffic.setAt !== null || isReleased(run),
  };
}

/** By what it is decided whether servers are replaced in place; nothing where that is not declared. */
async function recycleOf(
  { fleet, recycle }: Fleet,
  live: number | undefined,
  ledger: Ledger,
): Promise<Pick<FleetState, "recycle">> {
  if (recycle?.by !== "servers") return {};
  const seen = await readLeftOut(ledger, fleet);
  const { servers = null, left = [] } = seen?.generation === live ? (seen ?? {}) : {};
  return { recycle: { wholeFleetAt: recycle.wholeFleetAt, servers, left } };
}
