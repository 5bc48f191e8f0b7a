import type { Generation } from "../../src/domain/generation.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { Ledger, LedgerItem, ListOptions } from "../../src/ledger/ledger.ts";
import { renamed } from "./copies.ts";

const DAY_MS = 86_400_000;

/** What each fleet has had before: so many rollouts that rest, and as many generations that are gone. */
export interface Past {
  readonly runs: number;
  /** As these are; null: nothing is added yet. */
  like: { readonly rollout: RolloutRecord; readonly generation: Generation } | null;
}

/** A ledger with that past, which is made when somebody lists it: three million records are more than this process holds. */
export function withPast(inner: Ledger, past: Past): Ledger {
  const list = async (partition: string, options: ListOptions = {}): Promise<LedgerItem[]> => {
    const items = await inner.list(partition, options);
    const { prefix, limit = Number.POSITIVE_INFINITY } = options;
    const [item] = items;
    const make = prefix === "rollout#" ? pastRollout : prefix === "generation#" ? pastGeneration : null;
    if (past.like === null || make === null || item === undefined) return items;
    const count = Math.max(0, Math.min(past.runs, limit - items.length));
    const fleet = partition.slice("fleet#".length);
    for (let back = 1; back <= count; back += 1)
      items.push({ ...item, revision: 1, ...make(past.like, fleet, back) });
    return items;
  };
  return { ...inner, list };
}

type Like = NonNullable<Past["like"]>;
type Made = Pick<LedgerItem, "sort" | "body">;

function pastRollout({ rollout }: Like, fleet: string, back: number): Made {
  const id = `${fleet}-past-${back}`;
  const names = new Map([
    [rollout.id, id],
    [rollout.fleet, fleet],
  ]);
  const startedAt = rollout.startedAt - back * DAY_MS;
  const body = { ...renamed(rollout, names), startedAt, endedAt: startedAt + 600_000 };
  return { sort: `rollout#${id}`, body };
}

function pastGeneration({ generation }: Like, fleet: string, back: number): Made {
  const number = generation.number - back;
  const body = { ...renamed(generation, new Map([[generation.fleet, fleet]])), number, state: "gone" };
  return { sort: `generation#${String(number).padStart(6, "0")}`, body };
}
