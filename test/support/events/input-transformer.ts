/** What a target's input is made with. */
export interface InputTransformer {
  readonly InputPathsMap: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

/** `$.detail.next[0]`, as far as EventBridge takes paths; undefined: there is nothing there. */
function valueAt(path: string, event: unknown): unknown {
  const steps = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  return steps.reduce<unknown>(
    (at, step) => (at as Record<string | number, unknown> | null | undefined)?.[step],
    event,
  );
}

/**
 * The input of a target as EventBridge makes it of an event: each `<name>` that stands alone becomes the value as JSON. Throws for what drops
 * the delivery there: a path at which there is nothing, a name without a path, and a result that is no JSON.
 */
export function transformed({ InputPathsMap, InputTemplate }: InputTransformer, event: unknown): unknown {
  const values = Object.entries(InputPathsMap).map(([name, path]) => {
    const value = valueAt(path, event);
    if (value === undefined || value === null) throw new Error(`${path} leads to nothing`);
    return [name, JSON.stringify(value)] as const;
  });
  const known = new Map(values);
  const text = InputTemplate.replaceAll(/<([\w.-]+)>/g, (whole, name: string) => {
    const value = known.get(name);
    if (value === undefined) throw new Error(`${whole} has no path`);
    return value;
  });
  return JSON.parse(text);
}
