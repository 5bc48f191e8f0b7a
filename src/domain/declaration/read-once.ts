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
