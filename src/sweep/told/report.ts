import type { Found } from "../../domain/outbox/outbox.ts";
import { ServiceUnavailable, Throttled } from "../../errors/errors.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { publishFound } from "../../step/outbox/publish.ts";
import type { SweepContext } from "../context.ts";

/** What the sweep finds, apart by where it finds it: what is over of one says nothing of the other. */
type Source = "ledger" | "declaration" | "calendar" | "world" | "serving" | "neighbours";

type Context = Pick<SweepContext, "ledger" | "clock" | "publish" | "outboxes">;

/**
 * Takes down all that is found of a fleet, or of the account, which moult will not mend. What is new is written once into its
 * history and published once, until it is over. `isWhole` false: not all could be read, so nothing is over.
 */
export async function reportFound(
  fleet: string | null,
  {
    source,
    found,
    isWhole = true,
  }: { readonly source: Source; readonly found: readonly Found[]; readonly isWhole?: boolean },
  context: Context,
): Promise<void> {
  const reading = { fleet, source: `sweep-${source}`, found, isWhole };
  if (found.length === 0 && context.outboxes?.isQuiet(fleet, reading.source)) return;
  context.outboxes?.forget(fleet);
  const fresh = await publishFound(reading, context);
  const about = { at: context.clock.now(), rollout: null, phase: null, kind: "evidence" as const };
  for (const { detail } of fresh) {
    const { irregularity, fleet: named } = detail as { irregularity: string; fleet?: string };
    const entry = { ...about, fleet: named ?? fleet, action: "irregularity", reason: irregularity };
    await appendEntry(context.ledger, { ...entry, actor: "sweep" });
  }
}

/** What passes by itself is read again by the next sweep: a thousand fleets need nobody's attention for it. */
export const passes = (error: unknown): boolean =>
  error instanceof Throttled || error instanceof ServiceUnavailable;

/** What is found of a fleet of which a part of the world cannot be read. Under one key: an error may have other words each time. */
export const unreadFound = (what: string, error: unknown): Found => ({
  key: `${what} cannot be read`,
  kind: "not-swept",
  reason: `${what} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
  commands: ["moult sweep"],
});
