import { freezeThrough } from "../../src/domain/declaration/read-once.ts";
import { conflictOn } from "../../src/ledger/conflict.ts";
import type { Ledger, LedgerItem, LedgerKey, LedgerWrite, ListOptions } from "../../src/ledger/ledger.ts";
import { decodeBody, encodeBody } from "../../src/ledger/stores/item-body.ts";

interface Stored {
  readonly schema: number;
  readonly revision: number;
  readonly text: string;
  /** What the text says, once somebody has read it: frozen through, so that all who read it may have the same one. */
  body?: LedgerItem["body"];
}

interface Partition {
  /** Sort keys in ascending order of their bytes. */
  readonly keys: string[];
  readonly items: Map<string, Stored>;
}

/** A ledger whose writes can be watched. */
export interface WatchedLedger extends Ledger {
  /** Told of each write that was made, right after it; `undefined` for an item that was removed. */
  onWrite(listener: (key: LedgerKey, body: LedgerWrite["body"] | undefined) => void): void;
}

/** A ledger in memory. It is an eighth faster than SQLite over a whole rollout, and tells of each write. */
export function openMemoryLedger(): WatchedLedger {
  const partitions = new Map<string, Partition>();
  const listeners: Parameters<WatchedLedger["onWrite"]>[0][] = [];
  const find = (key: LedgerKey): Stored | undefined => partitions.get(key.partition)?.items.get(key.sort);
  const publish = (key: LedgerKey, body: LedgerWrite["body"] | undefined): void => {
    for (const listener of listeners) listener(key, body);
  };
  return {
    get: async (key) => {
      const stored = find(key);
      return stored && itemOf(key, stored);
    },
    list: async (name, options = {}) => listItems(partitions.get(name), name, options),
    put: async (write, expected) => {
      const text = encodeBody(write);
      const revision = find(write)?.revision;
      const holds =
        expected === "any" || (expected === "absent" ? revision === undefined : revision === expected);
      if (!holds) throw conflictOn(write, expected, revision);
      const stored = { schema: write.schema, revision: (revision ?? 0) + 1, text };
      keep(partitions, write, stored);
      publish(write, write.body);
      return itemOf(write, stored);
    },
    remove: async (key, revision) => {
      const stored = find(key);
      if (stored === undefined) return;
      if (stored.revision !== revision) throw conflictOn(key, revision, stored.revision);
      const partition = partitions.get(key.partition);
      partition?.items.delete(key.sort);
      partition?.keys.splice(place(partition.keys, key.sort), 1);
      publish(key, undefined);
    },
    close: () => partitions.clear(),
    onWrite: (listener) => void listeners.push(listener),
  };
}

function keep(
  partitions: Map<string, Partition>,
  { partition: name, sort }: LedgerKey,
  stored: Stored,
): void {
  let partition = partitions.get(name);
  if (partition === undefined) partitions.set(name, (partition = { keys: [], items: new Map() }));
  if (!partition.items.has(sort)) partition.keys.splice(place(partition.keys, sort), 0, sort);
  partition.items.set(sort, stored);
}

function listItems(found: Partition | undefined, partition: string, options: ListOptions): LedgerItem[] {
  const { prefix = "", limit = Number.POSITIVE_INFINITY, newestFirst = false } = options;
  const { keys, items } = found ?? { keys: [], items: new Map<string, Stored>() };
  const from = place(keys, prefix);
  let to = from;
  if (!newestFirst) while (to < keys.length && to - from < limit && keys[to]?.startsWith(prefix)) to += 1;
  else to = prefix === "" ? keys.length : endOf(keys, prefix, from);
  const wanted = newestFirst ? keys.slice(Math.max(from, to - limit), to).reverse() : keys.slice(from, to);
  return wanted.map((sort) => itemOf({ partition, sort }, items.get(sort) as Stored));
}

/** The first index behind all keys with this prefix. */
function endOf(keys: readonly string[], prefix: string, from: number): number {
  let [low, high] = [from, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]?.startsWith(prefix)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the first key that is not below `sort`, by the bytes of its UTF-8 text, as both stores compare. */
function place(keys: readonly string[], sort: string): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(keys[middle] as string, sort)) low = middle + 1;
    else high = middle;
  }
  return low;
}

const ASCII = /^[\u0020-\u007e]*$/;
const isBelow = (a: string, b: string): boolean =>
  ASCII.test(a) && ASCII.test(b) ? a < b : Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

function itemOf(key: LedgerKey, stored: Stored): LedgerItem {
  const { partition, sort } = key;
  const { schema, revision, text } = stored;
  stored.body ??= freezeThrough(decodeBody(key, text));
  return { partition, sort, schema, revision, body: stored.body };
}
