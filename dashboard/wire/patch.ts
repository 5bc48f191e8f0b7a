/** Anything that JSON holds. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What turns one model into the next: what is not named stays. */
export type Patch =
  /** The whole of it is another. */
  | { readonly to: Json }
  /** An object: what changed of it, and which keys went. */
  | { readonly keys: { readonly [key: string]: Patch }; readonly gone?: readonly string[] }
  /** A list of things with an `id`: their order where it changed, and what changed of each. */
  | { readonly rows: { readonly [id: string]: Patch }; readonly order?: readonly string[] };

/** What changed from one model to the next; null: nothing. Ten changed servers of five hundred are some hundred bytes. */
export function patchOf(before: Json | undefined, after: Json): Patch | null {
  if (before === after) return null;
  const [oldRows, rows] = [rowsOf(before), rowsOf(after)];
  if (oldRows !== null && rows !== null) return rowsPatch(oldRows, rows);
  if (isObject(before) && isObject(after)) return keysPatch(before, after);
  return JSON.stringify(before) === JSON.stringify(after) ? null : { to: after };
}

/** The next model. What did not change is the same object as before. */
export function patched(before: Json | undefined, patch: Patch): Json {
  if ("to" in patch) return patch.to;
  if ("keys" in patch) {
    const next = new Map(Object.entries(isObject(before) ? before : {}));
    for (const key of patch.gone ?? []) next.delete(key);
    for (const [key, each] of Object.entries(patch.keys)) next.set(key, patched(next.get(key), each));
    return Object.fromEntries(next);
  }
  const known = rowsOf(before ?? []) ?? new Map<string, Json>();
  const order = patch.order ?? [...known.keys()];
  return order.map((id) => {
    // A fleet may be called "constructor", which every object has without its own doing.
    const change = Object.hasOwn(patch.rows, id) ? patch.rows[id] : undefined;
    const row = known.get(id) ?? null;
    return change === undefined ? row : patched(row, change);
  });
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list as rows by their ids; null: it is no list of things that each have an id of its own. */
function rowsOf(value: Json | undefined): Map<string, Json> | null {
  if (!Array.isArray(value)) return null;
  const rows = new Map<string, Json>();
  for (const each of value as readonly Json[]) {
    const id = isObject(each) ? each["id"] : undefined;
    if (typeof id !== "string" || rows.has(id)) return null;
    rows.set(id, each);
  }
  return rows;
}

function rowsPatch(before: ReadonlyMap<string, Json>, after: ReadonlyMap<string, Json>): Patch | null {
  const rows = changesOf(before, after);
  const order = [...after.keys()];
  const isSame = before.size === after.size && [...before.keys()].every((id, at) => id === order[at]);
  if (isSame && Object.keys(rows).length === 0) return null;
  return isSame ? { rows } : { rows, order };
}

function keysPatch(
  before: { readonly [key: string]: Json },
  after: { readonly [key: string]: Json },
): Patch | null {
  const keys = changesOf(new Map(Object.entries(before)), new Map(Object.entries(after)));
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  if (gone.length === 0 && Object.keys(keys).length === 0) return null;
  return gone.length === 0 ? { keys } : { keys, gone };
}

/** What changed of each, by its name. */
function changesOf(
  before: ReadonlyMap<string, Json>,
  after: ReadonlyMap<string, Json>,
): { readonly [name: string]: Patch } {
  const changes = new Map<string, Patch>();
  for (const [name, value] of after) {
    const change = patchOf(before.get(name), value);
    if (change !== null) changes.set(name, change);
  }
  return Object.fromEntries(changes);
}
