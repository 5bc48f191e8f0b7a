/** Freezes a value and all that is in it, and answers it. Plain data only: a Map or a Date would change all the same. */
export function freezeThrough<T extends object>(value: T): T {
  for (const member of Object.values(value)) if (isObject(member)) freezeThrough(member);
  return Object.freeze(value);
}

function isFrozenThrough(value: object): boolean {
  if (!Object.isFrozen(value)) return false;
  return Object.values(value).every((member) => !isObject(member) || isFrozenThrough(member));
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/**
 * A reading of plain data that is done once for a value that is frozen through: neither it nor what was read of it, which
 * is frozen too, can be another afterwards. Everything else is read anew each time, and so is what throws. `read` must
 * depend on nothing but the value.
 */
export function onceIfFrozen<Value extends object, Read extends object>(
  read: (value: Value) => Read,
): (value: Value) => Read {
  const known = new WeakMap<Value, Read>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const fresh = read(value);
    if (isFrozenThrough(value)) known.set(value, freezeThrough(fresh));
    return fresh;
  };
}

/** Runs of a few fleets are at work in one process; a sweep passes through all, each once. */
const MOST_TEXTS = 64;

/**
 * A reading of JSON that is done once for all values of the same text: a run carries its declaration, and every write of the run
 * would read it anew. What is read is frozen; what throws is read each time. `read` must depend on nothing but the value.
 */
export function onceIfSame<Read extends object>(read: (value: object) => Read): (value: object) => Read {
  const known = new Map<string, Read>();
  return (value) => {
    const text = JSON.stringify(value);
    const before = known.get(text);
    if (before !== undefined) return before;
    // Of the text, so that nothing of what is frozen is the caller's.
    const fresh = freezeThrough(read(JSON.parse(text) as object));
    if (known.size >= MOST_TEXTS) known.clear();
    known.set(text, fresh);
    return fresh;
  };
}
