/** As the SDK's clients have the shape of an operation: names in the fifth place, what they hold in the sixth. */
type Shape = readonly [
  kind: number,
  namespace: string,
  name: string,
  traits: unknown,
  members: readonly string[],
  of: readonly unknown[],
];
const STRUCTURE = 3;
const LIST = 1;

/** The module of an SDK client. */
export type Client = Readonly<Record<string, unknown>>;

const open = (schema: unknown): unknown => {
  const opened = typeof schema === "function" ? (schema as () => unknown)() : schema;
  // A member with traits of its own stands in a pair.
  return Array.isArray(opened) && Array.isArray(opened[0]) ? open(opened[0]) : opened;
};

/** The members of a shape by name; undefined where the client knows none of that name. */
export function membersOf(client: Client, shape: string): ReadonlyMap<string, unknown> | undefined {
  const found = open(client[`${shape}$`]);
  if (!Array.isArray(found) || found[0] !== STRUCTURE) return undefined;
  const [, , , , members, of] = found as unknown as Shape;
  return new Map(members.map((name, at) => [name, of[at]] as const));
}

/** Paths of what a template of CloudFormation says and the shape does not know; CloudFormation writes its names with a capital. */
export function strangeIn(client: Client, shape: string, value: unknown): string[] {
  const schema = open(client[`${shape}$`]);
  if (schema === undefined) return [`no shape ${shape}`];
  return strange(schema, value, shape);
}

function strange(schema: unknown, value: unknown, at: string): string[] {
  const shape = open(schema);
  if (!Array.isArray(shape)) return [];
  if (shape[0] === LIST) {
    const of: unknown = shape[4];
    return Array.isArray(value)
      ? value.flatMap((each, index) => strange(of, each, `${at}[${index}]`))
      : [`${at}: no list`];
  }
  if (shape[0] !== STRUCTURE || typeof value !== "object" || value === null) return [];
  const [, , , , members, of] = shape as unknown as Shape;
  const lower = members.map((name) => name.toLowerCase());
  return Object.entries(value).flatMap(([key, each]) => {
    const place = lower.indexOf(key.toLowerCase());
    return place < 0 ? [`${at}.${key}`] : strange(of[place], each, `${at}.${key}`);
  });
}
