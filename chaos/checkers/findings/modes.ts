import type { Finding } from "../../../src/domain/findings/finding.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { standing } from "../../world/ledger-view.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Wrote } from "../invariant.ts";
import { kindOf } from "./surely.ts";

/** Drifts that a rollout has replaced servers for, each with what the new ones were launched as. */
export type Cures = Set<string>;

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
    if (each.kind === "drift" && each.mode === "replace" && each.generation === blue)
      cures.add(cureOf(each, imageTo, templateVersion));
  }
}

/**
 * The declaration says what is done about each kind of drift, and it does not change. What comes back on servers that were
 * launched to be rid of it is only told of: no cure, no loop.
 */
export function modeFault(
  name: string,
  finding: Finding,
  { cures, live }: { readonly cures: Cures; readonly live: Generation | undefined },
  { plan }: CheckerInput,
): string | undefined {
  const { kind, mode } = finding;
  const declared: Readonly<Record<string, string | undefined>> = plan.fleet.drift ?? {};
  const said = declared[kindOf(finding)] ?? "observe";
  const isBack =
    kind === "drift" &&
    live !== undefined &&
    cures.has(cureOf(finding, live.image, live.template.baseVersion));
  if (kind === "age") return mode === "replace" ? undefined : `${name}: an age is to ${mode}`;
  if (said === "auto" && isBack)
    return mode === "report" ? undefined : `${name}: it is back on servers that replaced those that had it`;
  const asked = said === "auto" ? "replace" : said === "approve" ? "approve" : "report";
  return mode === asked ? undefined : `${name}: it is to ${mode}, and ${said} is declared`;
}
