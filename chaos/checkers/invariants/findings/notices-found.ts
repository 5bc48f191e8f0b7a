import type { Finding } from "../../../../src/domain/findings/finding.ts";
import type { Invocation } from "../../../processes/invocation.ts";
import { type FindingRecord, standing } from "../../../world/ledger-view.ts";
import type { CheckerInput, NoticeOf } from "../../checker-input.ts";
import { excused } from "../../exemptions.ts";
import { isLeaving } from "../../findings/leaving.ts";
import { isSurelyThere, UNSURE_MS } from "../../findings/surely.ts";
import type { Invariant, Wrote } from "../../invariant.ts";

/**
 * What AWS has scheduled for a server is found, and nothing else is: each finding is of what was scheduled when it could be read, in the
 * mode that is declared, and none is lifted that still is; after a whole scan each live server has its own, and none stands of
 * what was taken back.
 */
export const noticesFound = (): Invariant => ({
  name: "notices-found",
  wrote: (write, input) => (write.sort.startsWith("finding#") ? writeFault(write, input) : undefined),
  answered: (invocation, input) => (invocation.task === "scan" ? afterFault(invocation, input) : undefined),
});

const FIELDS: Readonly<Record<NoticeOf["code"], "retirement" | "reboot" | "maintenance">> = {
  "instance-retirement": "retirement",
  "instance-stop": "retirement",
  "instance-reboot": "reboot",
  "system-reboot": "reboot",
  "system-maintenance": "maintenance",
};

const of = ({ server, field }: Pick<Finding, "server" | "field">, input: CheckerInput): NoticeOf[] =>
  input.notices.filter((each) => each.server === server && FIELDS[each.code] === field);

function writeFault({ body, before, invocation }: Wrote, input: CheckerInput): string | undefined {
  const { finding: after } = body as unknown as FindingRecord;
  const about = after ?? (before as FindingRecord | undefined)?.finding;
  if (about?.kind !== "health") return undefined;
  const name = `${about.server} ${about.field}`;
  const since = invocation.startedAt - UNSURE_MS;
  if (after === null) return liftFault(name, about, since, input);
  const isKnown = of(after, input).some(({ until }) => until >= since);
  // One that is absent only counts on.
  if (!isKnown && after.absentIn === 0) return `${name}: it is found, and AWS has scheduled nothing such`;
  const said = input.plan.fleet.health?.[after.field as "reboot"] ?? "report";
  return after.mode === said ? undefined : `${name}: it is to ${after.mode}, and ${said} is declared`;
}

function liftFault(name: string, about: Finding, since: number, input: CheckerInput): string | undefined {
  const { deciding, world } = input;
  if (!isSurelyThere(about.server, since, input) || isLeaving(about.server, world)) return undefined;
  if (deciding.since(since, world.now()).some(({ live }) => live?.number !== about.generation))
    return undefined;
  const stays = of(about, input).some(({ from, until }) => from <= since && until > world.now());
  return stays ? `${name}: it is lifted, and AWS has it scheduled` : undefined;
}

/** What stands after a whole scan that had the world for itself. */
function afterFault({ startedAt, caller }: Invocation, input: CheckerInput): string | undefined {
  const { scans, deciding, world, servers, view, notices } = input;
  const since = startedAt - UNSURE_MS;
  if (excused("notices-found: a scan beside another one or a rollout", scans.wasBeside(caller, since)))
    return undefined;
  const spans = deciding.since(since, world.now());
  const live = spans.at(-1)?.live;
  const isStill = spans.every((each) => each.open === undefined && each.live?.number === live?.number);
  if (live === undefined || !isStill) return undefined;
  const found = standing(view).filter(({ kind }) => kind === "health");
  const isFound = ({ server, code }: NoticeOf): boolean =>
    found.some((each) => each.server === server && each.field === FIELDS[code]);
  const missing = notices.find(
    (each) =>
      each.from <= since &&
      each.until > world.now() &&
      servers.find(each.server)?.group === live.group &&
      isSurelyThere(each.server, since, input) &&
      !isFound(each),
  );
  if (missing) return `${missing.server}: AWS has scheduled ${missing.code}, and no finding says so`;
  const wrong = found.find(
    (each) => isSurelyThere(each.server, since, input) && of(each, input).every(({ until }) => until < since),
  );
  return wrong && `${wrong.server} ${wrong.field}: the finding stands, and AWS has taken that back`;
}
