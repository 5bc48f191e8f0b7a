/**
 * The durable record behind every decision: one port, two stores (DynamoDB for the deployed stack, SQLite for the
 * embedded engine), one contract suite. Single-item conditional writes are the only way anything is changed, so that
 * no store needs transactions.
 */
export interface Ledger {
  /** The item as of now (strongly consistent), or undefined. */
  get(key: LedgerKey): Promise<LedgerItem | undefined>;
  /** Items of one partition in ascending order of `sort`. */
  list(partition: string, options?: ListOptions): Promise<LedgerItem[]>;
  /**
   * Writes the whole item if `expected` holds: `absent` (no such item yet), a revision number (the item is still at
   * that revision), or `any`. Answers the item as written. Throws LedgerConflict when it does not hold.
   */
  put(write: LedgerWrite, expected: Expectation): Promise<LedgerItem>;
  /** Deletes the item if it is still at that revision; an item already gone is fine. Throws LedgerConflict. */
  remove(key: LedgerKey, revision: number): Promise<void>;
  close(): void;
}

export interface LedgerKey {
  readonly partition: string;
  readonly sort: string;
}

export interface LedgerWrite extends LedgerKey {
  /**
   * Milliseconds since 1970: from then on nobody needs it, and the store may remove it. DynamoDB does, within days; the file of the
   * embedded engine keeps all. Not there: it stays, whatever an earlier write said.
   */
  readonly removeAfter?: number;
  /** Version of the body's shape. An item newer than the code that reads it is refused, never guessed at. */
  readonly schema: number;
  /** Plain JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface LedgerItem extends Omit<LedgerWrite, "removeAfter"> {
  /** Counts the writes of this item, from 1. */
  readonly revision: number;
}

export interface ListOptions {
  /** Only items whose sort key begins with this. */
  readonly prefix?: string;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

export type Expectation = "absent" | "any" | number;
