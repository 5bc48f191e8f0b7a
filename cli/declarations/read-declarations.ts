import { readFileSync } from "node:fs";
import { type ParsedDeclaration, parseDeclarations } from "../../src/domain/declaration/declaration.ts";

/** All fleets that the files declare. Throws InvalidInput with every fault of every file. */
export const readDeclarations = (files: readonly string[]): ParsedDeclaration[] =>
  parseDeclarations(files.map((file) => ({ file, text: readFileSync(file, "utf8") })));
