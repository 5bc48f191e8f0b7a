import { parseDuration } from "../../../../src/domain/duration.ts";
import type { Finding } from "../../../../src/domain/findings/finding.ts";
import { standing, type FindingRecord } from "../../../world/ledger-view.ts";
import { isLeaving } from "../../findings/leaving.ts";
import type { CheckerInput, LoginOf } from "../../checker-input.ts";
import { excused } from "../../exemptions.ts";
import type { Invariant, Wrote } from "../../invariant.ts";

/**
 * Who was let into a server stands in the ledger as long as that server serves: each login whose event came through has its finding,
 * with leave or without, until the server or its generation is gone; and none is found that was refused, or never was.
 */
export const loginsKept = (): Invariant => ({
  name: "logins-kept",
  wrote: (write, input) => (write.sort.startsWith("finding#") ? writeFault(write, input) : undefined),
  quiescent: (input) => {
    if (input.running().length > 0) return undefined;
    return input.logins.map((login) => missingFault(login, input)).find((each) => each !== undefined);
  },
});

const isOf = ({ hasLeave, isRefused }: LoginOf, { field }: Finding): boolean =>
  !isRefused && hasLeave === (field === "allowed-login");

function writeFault({ body, before }: Wrote, input: CheckerInput): string | undefined {
  const { finding: after } = body as unknown as FindingRecord;
  const about = after ?? (before as FindingRecord | undefined)?.finding;
  if (about?.kind !== "access") return undefined;
  const name = `${about.server} ${about.field}`;
  if (after === null) return liftFault(name, about, input);
  const own = input.logins.filter((each) => each.server === after.server && isOf(each, after));
  if (own.length === 0) return `${name}: it is found, and nobody came that way`;
  const { access } = input.plan.fleet;
  const said = after.field === "allowed-login" ? "report" : (access?.session ?? "report");
  if (after.mode !== said) return `${name}: it is to ${after.mode}, and ${said} is declared`;
  return dueFault(
    name,
    { after, before: (before as FindingRecord | undefined)?.finding ?? null, own },
    input,
  );
}

interface Due {
  readonly after: Finding;
  readonly before: Finding | null;
  readonly own: readonly LoginOf[];
}

/** CloudTrail tells whole seconds. */
const SECOND_MS = 1000;

/** Due so long after a login as is declared, and never put off. */
function dueFault(name: string, { after, before, own }: Due, { plan }: CheckerInput): string | undefined {
  const wait = (parseDuration(plan.fleet.access?.after ?? "0s") ?? 0) * 1000;
  const since = own.map(({ at }) => after.dueAt - wait - at);
  if (!since.some((off) => Math.abs(off) <= SECOND_MS)) return `${name}: due ${after.dueAt}, of no login`;
  const isPutOff = before !== null && before.generation === after.generation && before.dueAt < after.dueAt;
  return isPutOff ? `${name}: it was due sooner, and is put off` : undefined;
}

/** Half a minute: a process reads generations, and another makes one live. */
const UNSURE_MS = 30_000;

function liftFault(
  name: string,
  { server, generation }: Finding,
  { servers, view, deciding, world }: CheckerInput,
): string | undefined {
  if (servers.find(server)?.goneAt !== null || isLeaving(server, world)) return undefined;
  const spans = deciding.since(world.now() - UNSURE_MS, world.now());
  const stays = spans.every(({ live }) => live?.number === generation);
  const group = [...view.generations.values()].find(({ number }) => number === generation)?.group;
  return stays ? `${name}: it is lifted, and the server serves in ${group}` : undefined;
}

function missingFault(login: LoginOf, { servers, view }: CheckerInput): string | undefined {
  const { server: id, at, isRefused, takenAt } = login;
  const server = servers.find(id);
  const live = [...view.generations.values()].find(({ state }) => state === "live");
  if (isRefused || server === undefined || server.goneAt !== null || server.group !== live?.group)
    return undefined;
  if (excused("logins-kept: an event that nobody got", takenAt === null)) return undefined;
  const isTagged = servers.since(server, at).every((each) => each.isTagged);
  if (excused("logins-kept: a server without its tag", !isTagged)) return undefined;
  const own = standing(view).some((each) => each.server === id && isOf(login, each));
  return own ? undefined : `${id} was logged into, serves in ${live.group}, and no finding says so`;
}
