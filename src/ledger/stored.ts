import * as z from "zod";
import { toDotPath } from "zod/v4/core";
import { onceIfFrozen } from "../domain/declaration/read-once.ts";
import { InvalidInput, LedgerCorrupt, LedgerTooNew } from "../errors/errors.ts";
import type { LedgerItem, LedgerKey, LedgerWrite } from "./ledger.ts";

/** One kind of record: its name in messages, the version of its shape, and the shape. */
interface RecordDefinition<T extends object> {
  readonly kind: string;
  readonly schema: number;
  /** What it answers must be plain JSON and must be accepted by it again: no dates, no one-way transforms. */
  readonly shape: z.ZodType<T>;
  /**
   * What makes a body of the next schema of one of schema N, by N, for changes that a default cannot express. A schema
   * without an upgrade is taken as it is: the shape gives its new fields defaults.
   */
  readonly upgrades?: Readonly<Record<number, (body: Body) => Body>>;
}

type Body = LedgerItem["body"];

export interface StoredRecord<T extends object> {
  readonly kind: string;
  readonly schema: number;
  /**
   * The item's body, checked. Throws LedgerTooNew when newer code wrote it, LedgerCorrupt when its shape is wrong.
   * A lower schema is upgraded version by version and then read with today's shape; the next write stores it so.
   */
  parse(item: LedgerItem): T;
  /** The write of a value, with when nobody needs it any more. Throws InvalidInput when the value could not be read back. */
  write(key: LedgerKey, value: T, removeAfter?: number): LedgerWrite;
}

/** Whether these are the words of LedgerTooNew about some record: a freeze keeps no more than words. */
export const isOfNewerRecord = (reason: string): boolean =>
  /was written by schema \d+, this code knows \d+: /.test(reason);

/** Ties a kind of record to the shape that every read and write of it is checked against. */
export function defineRecord<T extends object>(definition: RecordDefinition<T>): StoredRecord<T> {
  const { kind, schema, shape, upgrades = {} } = definition;
  const read = onceIfFrozen((body: Body) => shape.parse(body));
  return {
    kind,
    schema,
    parse(item) {
      if (item.schema > schema) {
        throw new LedgerTooNew(
          `${kind} ${nameOf(item)} was written by schema ${item.schema}, this code knows ${schema}: deploy the newer version`,
        );
      }
      const body = upgraded(item, schema, upgrades);
      try {
        return read(body);
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        throw new LedgerCorrupt(
          `${kind} ${nameOf(item)} at revision ${item.revision} is not readable: ${faultsOf(error)}. Look at the item before anything else is done`,
          error,
        );
      }
    },
    write(key, value, removeAfter) {
      const parsed = shape.safeParse(value);
      if (!parsed.success) {
        throw new InvalidInput(
          `${kind} ${nameOf(key)} cannot be written: ${faultsOf(parsed.error)}. Correct the value`,
          parsed.error,
        );
      }
      const body: Record<string, unknown> = Object.fromEntries(Object.entries(parsed.data));
      const { partition, sort } = key;
      return { partition, sort, schema, body, ...(removeAfter !== undefined && { removeAfter }) };
    },
  };
}

function upgraded(
  item: LedgerItem,
  schema: number,
  upgrades: NonNullable<RecordDefinition<object>["upgrades"]>,
): Body {
  let { body } = item;
  for (let version = item.schema; version < schema; version += 1) body = upgrades[version]?.(body) ?? body;
  return body;
}

/** How every message about the ledger names an item. */
export function nameOf(key: LedgerKey): string {
  return `${key.partition}/${key.sort}`;
}

function faultsOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${toDotPath(issue.path) || "body"}: ${issue.message}`).join("; ");
}
