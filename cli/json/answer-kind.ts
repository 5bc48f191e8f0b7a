import type { answerSchemas } from "./answer-schemas.ts";

/** What an answer under --json is: a type alone, so that nothing of the schemas is loaded for it. */
export type AnswerKind = keyof typeof answerSchemas;

/** One version for all: it grows when a key of any of them goes, or means something else. */
const ANSWER_VERSION = 1;

/** `moult/freeze/1` */
export const schemaName = (kind: AnswerKind): string => `moult/${kind}/${ANSWER_VERSION}`;
