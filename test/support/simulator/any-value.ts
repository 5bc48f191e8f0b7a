import type { NormalizedSchema } from "@smithy/core/schema";
import * as fc from "fast-check";

/** Structures nest no deeper than this in what is made up. */
const DEPTH = 4;

/**
 * Any value of a schema, as an SDK client takes and gives it. Lists, maps and structures are never empty, since the form
 * dialects cannot tell an empty one from none. Undefined: the schema is nested too deep.
 */
export function anyValue(schema: NormalizedSchema, depth = DEPTH): fc.Arbitrary<unknown> | undefined {
  if (depth === 0 && !isScalar(schema)) return undefined;
  if (schema.isStructSchema()) return anyStruct(schema, { depth });
  if (schema.isListSchema()) {
    const item = anyValue(schema.getValueSchema(), depth - 1);
    return item && fc.array(item, { minLength: 1, maxLength: 2 });
  }
  if (schema.isMapSchema()) {
    const item = anyValue(schema.getValueSchema(), depth - 1);
    return item && fc.dictionary(anyText(), item, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
  }
  return anyScalar(schema);
}

interface StructLimits {
  readonly depth: number;
  readonly required?: readonly string[];
  readonly without?: readonly string[];
}

/** Any structure with a few of its members, and with all that are required or that the client would fill in itself. */
export function anyStruct(
  schema: NormalizedSchema,
  { depth, required = [], without = [] }: StructLimits,
): fc.Arbitrary<Record<string, unknown>> | undefined {
  const members = new Map<string, fc.Arbitrary<unknown>>();
  const always: string[] = [...required];
  for (const [name, member] of schema.structIterator()) {
    const value = without.includes(name) ? undefined : anyValue(member, depth - 1);
    if (value) members.set(name, value);
    if (value && member.isIdempotencyToken()) always.push(name);
  }
  if (members.size === 0) return undefined;
  const atMost = schema.isUnionSchema() ? 1 : Math.min(4, members.size);
  const some = fc.subarray([...members.keys()], { minLength: 1, maxLength: atMost });
  return some.chain((names) => {
    const chosen = new Set([...always, ...names]);
    return fc.record(Object.fromEntries([...members].filter(([name]) => chosen.has(name))));
  });
}

const isScalar = (schema: NormalizedSchema): boolean =>
  !schema.isStructSchema() && !schema.isListSchema() && !schema.isMapSchema();

const anyText = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.stringMatching(/^[\w:/.-]{1,12}$/),
    fc.constantFrom("a & b", "<ü>", 'it\'s "quoted"', "a+b=c%20d", "€"),
  );

function anyScalar(schema: NormalizedSchema): fc.Arbitrary<unknown> {
  if (schema.isBooleanSchema()) return fc.boolean();
  if (schema.isNumericSchema()) return fc.integer({ min: -1000, max: 1_000_000 });
  if (schema.isTimestampSchema())
    return fc.integer({ min: 0, max: 4_000_000_000 }).map((each) => new Date(each * 1000));
  if (schema.isBlobSchema()) return fc.uint8Array({ minLength: 1, maxLength: 8 });
  return anyText();
}
