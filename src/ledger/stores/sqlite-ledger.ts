import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { InvalidInput, Throttled } from "../../errors/errors.ts";
import { conflictOn } from "../conflict.ts";
import type { Expectation, Ledger, LedgerItem, LedgerKey, LedgerWrite, ListOptions } from "../ledger.ts";
import { decodeBody, encodeBody } from "./item-body.ts";

/** How long one process waits for another that writes to the same file. */
const BUSY_TIMEOUT_MS = 5_000;
/** SQLite's result code for "another connection holds the lock". */
const SQLITE_BUSY = 5;

const TABLE = `CREATE TABLE IF NOT EXISTS ledger (
  partition TEXT NOT NULL, sort TEXT NOT NULL, revision INTEGER NOT NULL, schema INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (partition, sort)
) WITHOUT ROWID`;
const COLUMNS = "partition, sort, revision, schema, body";
const INSERT =
  "INSERT INTO ledger (partition, sort, revision, schema, body) VALUES (:partition, :sort, 1, :schema, :body)";
const CHANGE = "revision = revision + 1, schema = :schema, body = :body";
/** One statement each, so that each is a transaction of its own. */
const PUT = {
  absent: `${INSERT} ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
  any: `${INSERT} ON CONFLICT DO UPDATE SET ${CHANGE} RETURNING ${COLUMNS}`,
  revision: `UPDATE ledger SET ${CHANGE} WHERE partition = :partition AND sort = :sort AND revision = :expected RETURNING ${COLUMNS}`,
};

type Row = Record<string, SQLOutputValue>;

/**
 * A ledger in one SQLite file, which several processes may share, or in memory. SQLite answers at once, so every
 * promise settles in microtasks: virtual time can be advanced around it.
 * Throws InvalidInput when the file cannot be opened as a ledger.
 */
export function openSqliteLedger(path: string): Ledger {
  const database = openDatabase(path);
  return {
    get: async (key) => freeOfLocks(() => getItem(database, key)),
    list: async (partition, options = {}) => freeOfLocks(() => listItems(database, partition, options)),
    put: async (write, expected) => freeOfLocks(() => putItem(database, write, expected)),
    remove: async (key, revision) => freeOfLocks(() => removeItem(database, key, revision)),
    close: () => database.close(),
  };
}

function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    database.exec("PRAGMA journal_mode = WAL");
    database.exec(TABLE);
    return database;
  } catch (error) {
    database?.close();
    throw new InvalidInput(`cannot open ${path} as a ledger: ${String(error)}. Check the path and the file`, {
      cause: error,
    });
  }
}

function getItem(database: DatabaseSync, key: LedgerKey): LedgerItem | undefined {
  const row = database
    .prepare(`SELECT ${COLUMNS} FROM ledger WHERE partition = ? AND sort = ?`)
    .get(key.partition, key.sort);
  return row && toItem(row);
}

function listItems(database: DatabaseSync, partition: string, options: ListOptions): LedgerItem[] {
  // A byte 0xFF sorts after every UTF-8 text, so this bounds exactly what begins with the prefix.
  const rows = database
    .prepare(
      `SELECT ${COLUMNS} FROM ledger WHERE partition = :partition AND sort >= :prefix AND sort < :prefix || CAST(x'FF' AS TEXT)
       ORDER BY sort ${options.newestFirst ? "DESC" : "ASC"} LIMIT :limit`,
    )
    .all({ partition, prefix: options.prefix ?? "", limit: options.limit ?? -1 });
  return rows.map(toItem);
}

function putItem(database: DatabaseSync, write: LedgerWrite, expected: Expectation): LedgerItem {
  const item = {
    partition: write.partition,
    sort: write.sort,
    schema: write.schema,
    body: encodeBody(write),
  };
  const row =
    typeof expected === "number"
      ? database.prepare(PUT.revision).get({ ...item, expected })
      : database.prepare(PUT[expected]).get(item);
  if (row) return toItem(row);
  throw conflictOn(write, expected, revisionOf(database, write));
}

function removeItem(database: DatabaseSync, key: LedgerKey, revision: number): void {
  const removed = database
    .prepare("DELETE FROM ledger WHERE partition = ? AND sort = ? AND revision = ?")
    .run(key.partition, key.sort, revision);
  if (removed.changes === 1) return;
  const found = revisionOf(database, key);
  if (found !== undefined) throw conflictOn(key, revision, found);
}

/** Only for messages: a body that cannot be read does not matter here. */
function revisionOf(database: DatabaseSync, key: LedgerKey): number | undefined {
  const row = database
    .prepare("SELECT revision FROM ledger WHERE partition = ? AND sort = ?")
    .get(key.partition, key.sort);
  return row && Number(row["revision"]);
}

function toItem(row: Row): LedgerItem {
  const key = { partition: String(row["partition"]), sort: String(row["sort"]) };
  return {
    ...key,
    schema: Number(row["schema"]),
    body: decodeBody(key, String(row["body"])),
    revision: Number(row["revision"]),
  };
}

function freeOfLocks<T>(statement: () => T): T {
  try {
    return statement();
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) {
      throw new Throttled(
        `another process held the ledger's file for ${BUSY_TIMEOUT_MS} ms: try again after a pause`,
        error,
      );
    }
    throw error;
  }
}
