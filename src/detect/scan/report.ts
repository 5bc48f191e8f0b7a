import type { Finding } from "../../domain/findings/finding.ts";
import type { Found } from "../../domain/outbox/outbox.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { publishFound } from "../../step/outbox/publish.ts";
import { ACTOR, type ScanContext } from "./context.ts";

/** What finds them writes them down itself. */
const HAVE_ENTRIES = new Set(["returned-finding", "storm"]);

export type ReportContext = Pick<ScanContext, "ledger" | "clock" | "publish">;

interface Report {
  /** Null: it concerns no single fleet. */
  readonly fleet: string | null;
  /** Who finds it; the scan, where it is not said. */
  readonly source?: string;
  readonly found: readonly Found[];
  /** Whether the fleet was judged whole, so that nothing else stands of it. */
  readonly isWhole: boolean;
}

/** Publishes what a person has to look at, once as long as it stands, with an entry for it. Nothing new, nothing written. */
export async function reportFound(
  { fleet, source = ACTOR, found, isWhole }: Report,
  context: ReportContext,
): Promise<void> {
  const { ledger, clock } = context;
  const fresh = await publishFound({ fleet, source, found, isWhole }, context);
  const about = { at: clock.now(), fleet, rollout: null, phase: null, kind: "evidence" as const };
  for (const { detail } of fresh) {
    if (HAVE_ENTRIES.has(String(detail["kind"]))) continue;
    const reason = String(detail["irregularity"]);
    await appendEntry(ledger, { ...about, action: "irregularity", reason, actor: ACTOR });
  }
}

/** What servers were replaced for in vain: each field and value once, however many servers have it. */
export function returnedFound(fleet: string, stands: readonly Finding[]): readonly Found[] {
  const returned = stands.filter(({ evidence }) => evidence["needs"] !== undefined);
  const reasons = returned.map(
    ({ field, observed, expected, evidence }) =>
      `${field} is ${observed}, expected ${expected}; servers were replaced for it before, so the fleet needs ${String(evidence["needs"])}`,
  );
  const commands = [`moult findings ${fleet}`];
  return [...new Set(reasons)].map((reason) => ({ key: reason, kind: "returned-finding", reason, commands }));
}
