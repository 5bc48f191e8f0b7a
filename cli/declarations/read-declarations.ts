import { closeSync, openSync, readSync } from "node:fs";
import { type ParsedDeclaration, parseDeclarations } from "../../src/domain/declaration/declaration.ts";

/** So much has more letters than are read, in any alphabet. */
const MAX_BYTES = 4_194_304;

/** All fleets that the files declare. Throws InvalidInput with every fault of every file. */
export const readDeclarations = (files: readonly string[]): ParsedDeclaration[] =>
  parseDeclarations(files.map((file) => ({ file, text: readText(file) })));

/** The text of a file, or of a pipe or device, which may have no end: what is too long is read as far as it shows. */
export function readText(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    return bytes.toString("utf8", 0, length);
  } finally {
    closeSync(descriptor);
  }
}
