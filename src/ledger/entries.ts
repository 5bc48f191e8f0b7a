import * as z from "zod";
import { InvalidInput, LedgerConflict } from "../errors/errors.ts";
import { scopePartition } from "./keys.ts";
import type { Ledger } from "./ledger.ts";
import { boundedEntry } from "./stores/bounded-entry.ts";
import { heardUntil, keptUntil } from "./stores/retention.ts";
import { defineRecord } from "./stored.ts";

/** One line of history: what was decided, called, observed, held or published, with its reason. */
export interface Entry {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Null when it concerns no single fleet. */
  readonly fleet: string | null;
  readonly rollout: string | null;
  readonly phase: string | null;
  readonly kind: "decision" | "call" | "evidence" | "hold" | "event";
  readonly reason: string;
  /** The call or the decision by name: `ModifyRule`, `roll-back`. */
  readonly action?: string;
  /** What it was done to: an ARN, a group's name. */
  readonly subject?: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** Who: a function, an execution, a person. */
  readonly actor: string;
}

interface EntryListOptions {
  readonly limit?: number;
  readonly newestFirst?: boolean;
  /** Only the entries of this rollout. */
  readonly rollout?: string;
}

const SORT_PREFIX = "entry#";
/** Three digits: entries of one millisecond. */
const MAX_NUMBER = 999;

const record = defineRecord<Entry>({
  kind: "entry",
  schema: 1,
  shape: z.object({
    at: z.int().min(0),
    fleet: z.string().min(1).nullable(),
    rollout: z.string().min(1).nullable(),
    phase: z.string().min(1).nullable(),
    kind: z.enum(["decision", "call", "evidence", "hold", "event"]),
    reason: z.string().min(1),
    action: z.string().min(1).exactOptional(),
    subject: z.string().min(1).exactOptional(),
    evidence: z.record(z.string(), z.unknown()).exactOptional(),
    actor: z.string().min(1),
  }),
});

/**
 * Adds an entry to the history of its fleet. Entries of one millisecond are numbered in the order of writing. Words and evidence
 * that are too long are cut.
 */
export async function appendEntry(ledger: Ledger, entry: Entry): Promise<void> {
  const partition = scopePartition(entry.fleet);
  const prefix = `${SORT_PREFIX}${String(entry.at).padStart(15, "0")}#`;
  let number = 0;
  while (!(await writeNumbered(ledger, { partition, prefix, number }, entry))) {
    const [last] = await ledger.list(partition, { prefix, limit: 1, newestFirst: true });
    number = last ? Number(last.sort.slice(prefix.length)) + 1 : 0;
  }
}

/** Entries looked through for one that says the same. */
const RECENT = 30;

/** Adds an entry unless one of the newest says the same of the same; returns whether it was added. */
export async function appendOnce(ledger: Ledger, entry: Entry): Promise<boolean> {
  const { fleet, rollout, action, subject, reason } = entry;
  const recent = await listEntries(ledger, fleet, { limit: RECENT, newestFirst: true });
  const isSame = (each: Entry): boolean =>
    each.action === action && each.reason === reason && each.rollout === rollout && each.subject === subject;
  if (recent.some(isSame)) return false;
  await appendEntry(ledger, entry);
  return true;
}

/** What a person, or the sweep in a person's place, decided: of no rollout's phase unless it says which. */
type Decision = Omit<Entry, "kind" | "rollout" | "phase"> & Partial<Pick<Entry, "rollout" | "phase">>;

/** Adds a decision to the history of its fleet. Throws as appendEntry does. */
export const appendDecision = (ledger: Ledger, decision: Decision): Promise<void> =>
  appendEntry(ledger, { rollout: null, phase: null, ...decision, kind: "decision" });

/** The entries of a fleet, or with null those of no single fleet; oldest first unless `newestFirst`. */
export async function listEntries(
  ledger: Ledger,
  fleet: string | null,
  options: EntryListOptions = {},
): Promise<Entry[]> {
  const { limit = Number.POSITIVE_INFINITY, newestFirst = false, rollout } = options;
  // The store cannot look for a rollout, so ever more entries are read until enough of them are of this rollout.
  for (let window = limit; ; window *= 4) {
    const items = await ledger.list(scopePartition(fleet), {
      prefix: SORT_PREFIX,
      newestFirst,
      ...(Number.isFinite(window) && { limit: window }),
    });
    const entries = items.map((item) => record.parse(item));
    const wanted = rollout === undefined ? entries : entries.filter((entry) => entry.rollout === rollout);
    if (wanted.length >= limit || items.length < window) return wanted.slice(0, limit);
  }
}

interface EntryNumber {
  readonly partition: string;
  readonly prefix: string;
  readonly number: number;
}

/** Returns false when another entry has the number. */
async function writeNumbered(ledger: Ledger, place: EntryNumber, entry: Entry): Promise<boolean> {
  const { partition, prefix, number } = place;
  if (number > MAX_NUMBER) {
    throw new InvalidInput(
      `${partition} has ${number} entries of one millisecond already: find what writes them`,
    );
  }
  const key = { partition, sort: prefix + String(number).padStart(3, "0") };
  try {
    const end = entry.kind === "event" ? heardUntil(entry.at) : keptUntil(entry.at);
    await ledger.put(record.write(key, boundedEntry(entry), end), "absent");
    return true;
  } catch (error) {
    if (error instanceof LedgerConflict) return false;
    throw error;
  }
}
