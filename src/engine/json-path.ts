export type Json = Readonly<Record<string, unknown>>;

/** The execution has FAILED there and then: nothing in the machine retries or catches it (as AWS does). */
export class StatesRuntime extends Error {
  constructor(message: string) {
    super(message);
    this.name = "States.Runtime";
  }
}

/** A path or a template named something that is not there. */
class PathError extends StatesRuntime {
  constructor(path: string) {
    super(`The path '${path}' does not point to a value.`);
  }
}

/** The value at `$`, `$.a.b` (of the state's data) or `$$.Execution.Name` (of the context). */
export function readPath(path: string, data: unknown, context: Json): unknown {
  const inContext = path.startsWith("$$");
  const names = path
    .slice(inContext ? 2 : 1)
    .split(".")
    .slice(1);
  let value: unknown = inContext ? context : data;
  for (const name of names) {
    if (typeof value !== "object" || value === null || !(name in value)) throw new PathError(path);
    value = (value as Json)[name];
  }
  return value;
}

/** `data` with `value` at `$` or `$.a.b`; what is on the way is made. */
export function writePath(path: string, data: unknown, value: unknown): unknown {
  const [name, ...rest] = path.slice(1).split(".").slice(1);
  if (name === undefined) return value;
  const whole = typeof data === "object" && data !== null ? (data as Json) : {};
  return { ...whole, [name]: writePath(["$", ...rest].join("."), whole[name], value) };
}

/** Fills a template whose every key ends with `.$` and whose values are paths. */
export function fillTemplate(template: Readonly<Record<string, string>>, data: unknown, context: Json): Json {
  return Object.fromEntries(
    Object.entries(template).map(([key, path]) => [key.slice(0, -2), readPath(path, data, context)]),
  );
}
