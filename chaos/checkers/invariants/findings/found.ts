import { excused } from "../../exemptions.ts";
import type { Finding } from "../../../../src/domain/findings/finding.ts";
import type { Generation } from "../../../../src/domain/generation.ts";
import type { FindingRecord } from "../../../world/ledger-view.ts";
import { standing } from "../../../world/ledger-view.ts";
import type { Invocation } from "../../../processes/invocation.ts";
import { SCAN_SECONDS } from "../../../world/scans.ts";
import type { CheckerInput } from "../../checker-input.ts";
import type { Invariant, Wrote } from "../../invariant.ts";
import { dueFault, isSurelyOld, spreadFault } from "../../findings/ages.ts";
import { type Cures, keepCures, keepRecycled, modeFault } from "../../findings/modes.ts";
import { isSurelySame, isSurelyThere, kindOf, surelyDiffers, UNSURE_MS } from "../../findings/surely.ts";

/**
 * What is written about a server is true of it by the world itself; and after a whole scan that no other disturbed, each
 * live server that differed all the while, or is too old, has its finding, and no finding stands about one that does not
 * differ, is of another generation or is gone for longer than three scans.
 */
export const found = (): Invariant => {
  /** How much earlier than its greatest age each server was due. */
  const offsets = new Map<string, number>();
  const cures: Cures = new Map();
  return {
    name: "found",
    wrote: (write, input) => {
      if (write.sort.startsWith("rollout#")) keepCures(write, cures, input);
      if (write.sort.startsWith("finding#")) keepRecycled(write, cures, input);
      if (write.invocation.task !== "scan") return undefined;
      if (write.sort.startsWith("generation#")) return learnedFault(write);
      if (!write.sort.startsWith("finding#")) return undefined;
      return writeFault(write, cures, input) ?? spreadFault(write, offsets, input);
    },
    answered: (invocation, input) => (invocation.task === "scan" ? afterFault(invocation, input) : undefined),
    quiescent: (input) => {
      const { plan, scans, world, running } = input;
      if (plan.scans === undefined || running().length > 0) return undefined;
      const since = world.now() - 3 * SCAN_SECONDS * 1000;
      return scans.wholeSince(since).length > 0 ? undefined : "no whole scan in as long as three are apart";
    },
  };
};

function writeFault(write: Wrote, cures: Cures, input: CheckerInput): string | undefined {
  const { invocation } = write;
  const { finding: after } = write.body as unknown as FindingRecord;
  const before = write.before as FindingRecord | undefined;
  const spans = input.deciding.since(invocation.startedAt, input.world.now());
  const about = after ?? before?.finding;
  // Logins and what AWS has scheduled are judged by themselves.
  if (about == null || about.kind === "access" || about.kind === "health") return undefined;
  const name = `${about.server} ${about.field}`;
  // While single servers are replaced, the others are judged as ever.
  if (spans.every(({ open, recycling }) => open !== undefined && open !== recycling))
    return `${name}: judged while rollout ${spans.at(-1)?.open} is open`;
  if (after === null) return liftFault(name, before?.finding ?? null, invocation, input);
  return standsFault(name, { after, before, cures }, invocation, input);
}

function standsFault(
  name: string,
  { after, before, cures }: Rewritten,
  invocation: Invocation,
  input: CheckerInput,
): string | undefined {
  const spans = input.deciding.since(invocation.startedAt, input.world.now());
  if (spans.every(({ live }) => live?.number !== after.generation))
    return `${name}: generation ${after.generation} is not live`;
  const since = sinceFault(name, after, before);
  if (since !== undefined) return since;
  const absentBefore = before?.finding?.absentIn ?? 0;
  if (after.absentIn > absentBefore) return absenceFault(name, after, invocation, input);
  // Another scan that ran beside it has counted the same absence.
  if (after.absentIn > 0 && after.absentIn === absentBefore) return undefined;
  const live = spans.at(-1)?.live;
  // A scan that was slow writes of one that has been replaced since.
  if (live?.number !== after.generation) return undefined;
  return modeFault(name, after, { cures, live }, input) ?? falseFault(name, after, invocation, input);
}

function sinceFault(name: string, after: Finding, before: FindingRecord | undefined): string | undefined {
  const since = before?.finding?.since ?? before?.lifted?.since;
  return since !== undefined && since !== after.since
    ? `${name}: it stood since ${since}, now since ${after.since}`
    : undefined;
}

interface Rewritten {
  readonly after: Finding;
  readonly before: FindingRecord | undefined;
  readonly cures: Cures;
}

/** It counts as not shown. */
function absenceFault(
  name: string,
  { server }: Finding,
  { startedAt }: Invocation,
  input: CheckerInput,
): string | undefined {
  const isThere = isSurelyThere(server, startedAt - UNSURE_MS, input);
  return isThere ? `${name}: it counts as absent, and the server is there` : undefined;
}

function liftFault(
  name: string,
  before: Finding | null,
  { startedAt, caller }: Invocation,
  input: CheckerInput,
): string | undefined {
  const { servers, scans } = input;
  if (
    before === null ||
    input.deciding.since(startedAt, input.world.now()).some(({ live }) => live?.number !== before.generation)
  )
    return undefined;
  const server = servers.find(before.server);
  if (server === undefined) return undefined;
  const differs = (): boolean =>
    before.kind === "age" || surelyDiffers(server, startedAt - UNSURE_MS, input).has(kindOf(before));
  if (server.goneAt !== null) {
    // A scan that had read it before may have seen that it differed no more.
    const isNew = server.goneAt > startedAt - UNSURE_MS && !differs();
    if (excused("found: half a minute before a scan", isNew)) return undefined;
    const others = scans.from(server.goneAt - UNSURE_MS).filter((each) => each.caller !== caller);
    return others.length === 0 ? `${name}: it is lifted when it was absent once` : undefined;
  }
  if (!isSurelyThere(before.server, startedAt - UNSURE_MS, input)) return undefined;
  if (before.kind === "age") return `${name}: a server is never young again`;
  return differs() ? `${name}: it is lifted, and the server differs` : undefined;
}

function falseFault(
  name: string,
  finding: Finding,
  { startedAt }: Invocation,
  input: CheckerInput,
): string | undefined {
  const server = input.servers.find(finding.server);
  if (server === undefined) return `${name}: there never was such a server`;
  if (finding.kind === "age") return dueFault(name, finding, server, input);
  return isSurelySame(server, kindOf(finding), startedAt - UNSURE_MS, input)
    ? `${name}: it is found, and the server does not differ`
    : undefined;
}

/** What servers have shown once is expected from then on. */
function learnedFault({ body, before }: Wrote): string | undefined {
  const known = (before as Generation | undefined)?.expectations?.["metadata-options"]?.expected;
  const next = (body as unknown as Generation).expectations?.["metadata-options"]?.expected;
  if (Object.keys(known ?? {}).length < 4 || JSON.stringify(known) === JSON.stringify(next)) return undefined;
  return `metadata options ${JSON.stringify(next)} are expected, and ${JSON.stringify(known)} were before`;
}

/** What stands after a whole scan that had the world for itself. */
function afterFault({ startedAt, caller }: Invocation, input: CheckerInput): string | undefined {
  const { scans, deciding, world, servers } = input;
  const since = startedAt - UNSURE_MS;
  if (excused("found: a scan beside another one or a rollout", scans.wasBeside(caller, since)))
    return undefined;
  const spans = deciding.since(since, world.now());
  const live = spans.at(-1)?.live;
  if (
    live === undefined ||
    spans.some((each) => each.open !== undefined || each.live?.number !== live.number)
  )
    return undefined;
  const findings = standing(input.view);
  for (const server of servers.all()) {
    if (server.group !== live.group || !isSurelyThere(server.id, since, input)) continue;
    const own = findings.filter((each) => each.server === server.id);
    const kinds = new Set<string>(own.map(kindOf));
    const missing = [...surelyDiffers(server, since, input)].find((kind) => !kinds.has(kind));
    if (missing !== undefined) return `${server.id} differs in ${missing}, and no finding says so`;
    if (isSurelyOld(server, since, input) && !kinds.has("age"))
      return `${server.id} is too old, and no finding says so`;
    const wrong = own.find(
      (each) => each.kind === "drift" && isSurelySame(server, kindOf(each), since, input),
    );
    if (wrong) return `${server.id} ${wrong.field}: the finding stands, and the server does not differ`;
  }
  return findings.map((each) => outlivedFault(each, live, input)).find((each) => each !== undefined);
}

/** Scans that a server may be gone for before nothing is said of it any more. */
const MOST_SCANS = 3;

/** Scans so close together count as one: what the first did not show may be late in the second as well. */
const APART_MS = 90_000;

function apart(scans: ReturnType<CheckerInput["scans"]["wholeSince"]>): number {
  let [counted, last] = [0, -Infinity];
  for (const { startedAt } of scans) {
    if (startedAt - last < APART_MS) continue;
    counted += 1;
    last = startedAt;
  }
  return counted;
}

function outlivedFault(
  { server, field, generation }: Finding,
  live: Generation,
  { servers, scans, deciding, world }: CheckerInput,
): string | undefined {
  if (generation !== live.number)
    return `${server} ${field}: the finding stands, and generation ${generation} does not`;
  const goneAt = servers.find(server)?.goneAt ?? null;
  if (goneAt === null || apart(scans.wholeSince(goneAt + UNSURE_MS)) < MOST_SCANS) return undefined;
  if (deciding.since(goneAt, world.now()).some(({ open }) => open !== undefined)) return undefined;
  return `${server} ${field}: the finding stands, and the server is gone for ${MOST_SCANS} scans`;
}
