// Writes docs/cli.schema.json, what the answers under --json hold, after a change of cli/json/answer-schemas.ts (`npm run generate`).
import { writeFileSync } from "node:fs";
import * as z from "zod";
import { type AnswerKind, schemaName } from "../cli/json/answer-kind.ts";
import { answerSchemas, contextSchema } from "../cli/json/answer-schemas.ts";

const FILE = new URL("../docs/cli.schema.json", import.meta.url);

/** One JSON Schema, in which the answer's `schema` says which of the definitions is meant. */
export function cliSchema(): object {
  const kinds = Object.keys(answerSchemas) as AnswerKind[];
  const definitions = kinds.map((kind) => {
    const answer = z.looseObject({
      schema: z.literal(schemaName(kind)),
      ...answerSchemas[kind],
      context: contextSchema,
    });
    const { $schema: _, ...schema } = z.toJSONSchema(answer);
    return [kind, schema] as const;
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "What moult answers under --json",
    anyOf: kinds.map((kind) => ({ $ref: `#/$defs/${kind}` })),
    $defs: Object.fromEntries(definitions),
  };
}

export const cliSchemaText = (): string => `${JSON.stringify(cliSchema(), null, 2)}\n`;

if (import.meta.main) writeFileSync(FILE, cliSchemaText());
