import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";
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
/** Answers a statement by its text. */
type Statements = (sql: string) => StatementSync;

/**
 * A ledger in one SQLite file, which several processes may share, or in memory. SQLite answers at once, so every
 * promise settles in microtasks: virtual time can be advanced around it.
 * Throws InvalidInput when the file cannot be opened as a ledger.
 */
export function openSqliteLedger(path: string): Ledger {
  const database = openDatabase(path);
  const prepared = new Map<string, StatementSync>();
  const statements = preparedOnce(database, prepared);
  return {
    get: async (key) => freeOfLocks(() => getItem(statements, key)),
    list: async (partition, options = {}) => freeOfLocks(() => listItems(statements, partition, options)),
    put: async (write, expected) => freeOfLocks(() => putItem(statements, write, expected)),
    remove: async (key, revision) => freeOfLocks(() => removeItem(statements, key, revision)),
    close: () => {
      prepared.clear();
      database.close();
    },
  };
}

function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    // The option `timeout` of the constructor came after Node 22.13, which leaves out what it does not know.
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
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

/** To prepare a statement takes longer than to run it, and there are a handful: each is kept. */
function preparedOnce(database: DatabaseSync, prepared: Map<string, StatementSync>): Statements {
  return (sql) => {
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
}

function getItem(statements: Statements, key: LedgerKey): LedgerItem | undefined {
  const row = statements(`SELECT ${COLUMNS} FROM ledger WHERE partition = ? AND sort = ?`).get(
    key.partition,
    key.sort,
  );
  return row && toItem(row);
}

function listItems(statements: Statements, partition: string, options: ListOptions): LedgerItem[] {
  // A byte 0xFF sorts after every UTF-8 text, so this bounds exactly what begins with the prefix.
  const rows = statements(
    `SELECT ${COLUMNS} FROM ledger WHERE partition = :partition AND sort >= :prefix AND sort < :prefix || CAST(x'FF' AS TEXT)
       ORDER BY sort ${options.newestFirst ? "DESC" : "ASC"} LIMIT :limit`,
  ).all({ partition, prefix: options.prefix ?? "", limit: options.limit ?? -1 });
  return rows.map(toItem);
}

function putItem(statements: Statements, write: LedgerWrite, expected: Expectation): LedgerItem {
  const item = {
    partition: write.partition,
    sort: write.sort,
    schema: write.schema,
    body: encodeBody(write),
  };
  const row =
    typeof expected === "number"
      ? statements(PUT.revision).get({ ...item, expected })
      : statements(PUT[expected]).get(item);
  if (row) return toItem(row);
  throw conflictOn(write, expected, revisionOf(statements, write));
}

function removeItem(statements: Statements, key: LedgerKey, revision: number): void {
  const removed = statements("DELETE FROM ledger WHERE partition = ? AND sort = ? AND revision = ?").run(
    key.partition,
    key.sort,
    revision,
  );
  if (removed.changes === 1) return;
  const found = revisionOf(statements, key);
  if (found !== undefined) throw conflictOn(key, revision, found);
}

/** Only for messages: a body that cannot be read does not matter here. */
function revisionOf(statements: Statements, key: LedgerKey): number | undefined {
  const row = statements("SELECT revision FROM ledger WHERE partition = ? AND sort = ?").get(
    key.partition,
    key.sort,
  );
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
