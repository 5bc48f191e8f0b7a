import type { Finding } from "../../../src/domain/findings/finding.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { type FindingRecord, standing } from "../../world/ledger-view.ts";
import { runOf } from "../../processes/invocation-input.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Wrote } from "../invariant.ts";
import { kindOf } from "./surely.ts";

/** Drifts that servers were replaced for, each with what the new ones were launched as: from when on such servers were launched. */
export type Cures = Map<string, number>;

const cureOf = (
  { field, observed }: Pick<Finding, "field" | "observed">,
  image: string,
  version: number,
): string => JSON.stringify([field, observed, image, version]);

/** Takes down what a rollout that has succeeded now was to cure. */
export function keepCures({ body, before }: Wrote, cures: Cures, { view }: CheckerInput): void {
  const { outcome, blue, imageTo, templateVersion } = body as unknown as RolloutRecord;
  if (outcome !== "succeeded" || (before as RolloutRecord | undefined)?.outcome !== null) return;
  for (const each of standing(view)) {
    if (each.kind === "drift" && each.mode !== "report" && each.generation === blue)
      cures.set(cureOf(each, imageTo, templateVersion), Number.NEGATIVE_INFINITY);
  }
}

/** Takes down what a recycle has replaced a server for, as it says that this is over. */
export function keepRecycled(
  { body, before, invocation }: Wrote,
  cures: Cures,
  { view }: CheckerInput,
): void {
  const recycle = view.recycles.get(runOf(invocation));
  const found = (before as FindingRecord | undefined)?.finding;
  if (recycle === undefined || (body as unknown as FindingRecord).finding !== null) return;
  if (found?.kind !== "drift" || found.mode !== "replace") return;
  const cure = cureOf(found, recycle.image, recycle.templateVersion);
  cures.set(cure, Math.min(recycle.startedAt, cures.get(cure) ?? Number.POSITIVE_INFINITY));
}

/** What was cured, and the generation whose servers are looked at. */
interface Cured {
  readonly cures: Cures;
  readonly live: Generation | undefined;
}

/**
 * The declaration says what is done about each kind of drift, and it does not change. What comes back on servers that were
 * launched to be rid of it is only told of: no cure, no loop.
 */
export function modeFault(
  name: string,
  finding: Finding,
  cured: Cured,
  { plan, servers }: CheckerInput,
): string | undefined {
  const { kind, mode } = finding;
  if (kind === "age") return mode === "replace" ? undefined : `${name}: an age is to ${mode}`;
  const declared: Readonly<Record<string, string | undefined>> = plan.fleet.drift ?? {};
  const said = declared[kindOf(finding)] ?? "observe";
  const asked = modeOf(said);
  if (asked !== "report" && isBack(finding, cured, servers))
    return mode === "report" ? undefined : `${name}: it is back on servers that replaced those that had it`;
  return mode === asked ? undefined : `${name}: it is to ${mode}, and ${said} is declared`;
}

/** What a finding is to, by what is declared about its kind. */
const modeOf = (said: string): Finding["mode"] =>
  said === "auto" ? "replace" : said === "approve" ? "approve" : "report";

/** Whether a drift is seen on a server that was launched to be rid of it. */
function isBack(finding: Finding, { cures, live }: Cured, servers: CheckerInput["servers"]): boolean {
  if (finding.kind !== "drift" || live === undefined) return false;
  const cured = cures.get(cureOf(finding, live.image, live.template.baseVersion));
  return cured !== undefined && (servers.find(finding.server)?.launchedAt ?? 0) >= cured;
}
