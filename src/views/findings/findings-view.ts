import type { Finding } from "../../domain/findings/finding.ts";
import { stormKey } from "../../domain/findings/storms.ts";
import { reasons } from "../../domain/run/cause.ts";
import type { StoredStorm } from "../../ledger/found/storms.ts";

/**
 * What comes of a finding, the most urgent first: its server is replaced by the next rollout; its storm holds it; it came back
 * after servers were replaced for it, so another image is needed; its server is replaced from its due date on; a person would have to
 * approve it; it is only observed; its generation is not live any more.
 */
const consequences = ["replaced", "held", "returned", "due-later", "unapproved", "observed", "over"] as const;
export type Consequence = (typeof consequences)[number];

/** A finding as a person and a program read it. Instants are milliseconds since 1970. */
export interface FindingRow
  extends Pick<
    Finding,
    | "server"
    | "generation"
    | "kind"
    | "field"
    | "expected"
    | "observed"
    | "since"
    | "dueAt"
    | "mode"
    | "evidence"
  > {
  readonly fleet: string;
  readonly consequence: Consequence;
}

/** A storm with the number by which it is acknowledged: its place in the list. */
export interface StormRow extends Omit<StoredStorm, "endedAt"> {
  readonly number: number;
}

/** The findings of one fleet, or of all, and the storms of the account. */
export interface FindingsView {
  /** Null: of all fleets. */
  readonly fleet: string | null;
  /** How many fleets that is. */
  readonly fleets: number;
  /** The most urgent first. */
  readonly findings: readonly FindingRow[];
  readonly storms: readonly StormRow[];
  /** Fleets whose findings cannot be read, with the reason. */
  readonly faults: readonly { readonly fleet: string; readonly error: string }[];
}

/** What the ledger has about one fleet. */
export interface FleetFindings {
  readonly fleet: string;
  readonly findings: readonly Finding[];
  /** Number of the live generation; undefined: none is live. */
  readonly live: number | undefined;
}

/** The findings of these fleets, the most urgent first: those that are acted on before those that are only told. */
export function findingRows(
  fleets: readonly FleetFindings[],
  { storms, now }: { readonly storms: readonly StoredStorm[]; readonly now: number },
): FindingRow[] {
  const held = new Set(storms.flatMap(({ key, acknowledged }) => (acknowledged === null ? key : [])));
  const rows = fleets.flatMap(({ fleet, findings, live }) =>
    findings.map((finding): FindingRow => {
      const { server, generation, kind, field, expected, observed, since, dueAt, mode, evidence } = finding;
      const consequence = consequenceOf(finding, { live, held, now });
      const shown = { server, generation, kind, field, expected, observed, since, dueAt, mode, evidence };
      return { fleet, ...shown, consequence };
    }),
  );
  return rows.sort(inOrder);
}

/** The storms with their numbers, in the order in which the ledger lists them. */
export const stormRows = (storms: readonly StoredStorm[]): StormRow[] =>
  storms.map(({ endedAt: _endedAt, ...storm }, index) => ({ number: index + 1, ...storm }));

interface Judging {
  readonly live: number | undefined;
  readonly held: ReadonlySet<string>;
  readonly now: number;
}

function consequenceOf(finding: Finding, { live, held, now }: Judging): Consequence {
  if (finding.generation !== live) return "over";
  if (finding.mode === "report") return finding.evidence["needs"] === undefined ? "observed" : "returned";
  if (finding.mode === "approve") return "unapproved";
  if (held.has(stormKey(finding) ?? "")) return "held";
  return finding.dueAt > now ? "due-later" : "replaced";
}

const inOrder = (a: FindingRow, b: FindingRow): number =>
  consequences.indexOf(a.consequence) - consequences.indexOf(b.consequence) ||
  reasons.indexOf(a.kind) - reasons.indexOf(b.kind) ||
  a.since - b.since ||
  a.fleet.localeCompare(b.fleet) ||
  a.server.localeCompare(b.server) ||
  a.field.localeCompare(b.field);
