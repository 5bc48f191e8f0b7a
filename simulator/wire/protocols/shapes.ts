import { NormalizedSchema } from "@smithy/core/schema";

/** What the SDK's schemas say of one operation. */
export interface OperationShape {
  readonly name: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** Names of the members of the input that a request must have. */
  readonly required: readonly string[];
  /** Method and path template, for REST protocols. */
  readonly http: { readonly method: string; readonly path: string } | undefined;
}

/** What the SDK's schemas say of one modeled error, found by the code that goes over the wire. */
export interface ErrorShape {
  readonly name: string;
  readonly namespace: string;
  /** Status over awsQuery and over REST; the other protocols know only 400 and 500. */
  readonly queryStatus: number | undefined;
  readonly restStatus: number | undefined;
  /** `message` or `Message`, as the model spells it. */
  readonly messageMember: string;
}

interface Shapes {
  readonly operations: ReadonlyMap<string, OperationShape>;
  readonly errors: ReadonlyMap<string, ErrorShape>;
}

/** A module of schemas: what `import * as schemas from "@aws-sdk/client-…"` gives. */
export type SchemaModule = Readonly<Record<string, unknown>>;

// The first element of a static schema tells its kind.
const OPERATION = 9;
const ERROR = -3;
// In the schema of a structure: the names of its members, and how many of them, from the first, are required.
const MEMBER_NAMES = 4;
const REQUIRED_COUNT = 6;

const known = new WeakMap<SchemaModule, Shapes>();

/** All operations and errors that a module of schemas has. Worked out once per module. */
export function shapesOf(module: SchemaModule): Shapes {
  const before = known.get(module);
  if (before) return before;
  const operations = new Map<string, OperationShape>();
  const errors = new Map<string, ErrorShape>();
  for (const schema of Object.values(module)) {
    if (!Array.isArray(schema)) continue;
    if (schema[0] === OPERATION) operations.set(schema[2], operationShape(schema));
    if (schema[0] === ERROR) for (const code of errorCodes(schema)) errors.set(code, errorShape(schema));
  }
  const shapes = { operations, errors };
  known.set(module, shapes);
  return shapes;
}

function operationShape(schema: readonly unknown[]): OperationShape {
  const [, , name, traits, input, output] = schema;
  const http = (traits as { http?: [string, string, number] }).http;
  const inputSchema = NormalizedSchema.of(input as never);
  return {
    name: String(name),
    input: inputSchema,
    output: NormalizedSchema.of(output as never),
    required: requiredMembers(inputSchema),
    http: http && { method: http[0], path: http[1] },
  };
}

function requiredMembers(schema: NormalizedSchema): readonly string[] {
  if (!schema.isStructSchema()) return [];
  const struct = schema.getSchema() as unknown as readonly unknown[];
  const names = struct[MEMBER_NAMES] as readonly string[];
  return names.slice(0, Number(struct[REQUIRED_COUNT] ?? 0));
}

interface ErrorTraits {
  /** Code and status over awsQuery, where they differ from the shape's name: `AlreadyExistsFault` goes as `AlreadyExists`. */
  readonly awsQueryError?: readonly [string, number];
  readonly httpError?: number;
}

const errorCodes = (schema: readonly unknown[]): string[] => {
  const code = (schema[3] as ErrorTraits).awsQueryError?.[0];
  return code === undefined ? [String(schema[2])] : [code, String(schema[2])];
};

function errorShape(schema: readonly unknown[]): ErrorShape {
  const traits = schema[3] as ErrorTraits;
  const members = schema[MEMBER_NAMES] as readonly string[];
  return {
    name: String(schema[2]),
    namespace: String(schema[1]),
    queryStatus: traits.awsQueryError?.[1],
    restStatus: traits.httpError,
    messageMember: members.find((member) => member.toLowerCase() === "message") ?? "message",
  };
}
