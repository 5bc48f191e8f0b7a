import { isUtf8 } from "node:buffer";
import { closeSync, openSync, readSync } from "node:fs";
import { InvalidInput } from "../../src/errors/errors.ts";
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
    const text = bytes.subarray(0, length);
    // What is too long is refused for that, and may end within a letter.
    if (length <= MAX_BYTES && !isUtf8(text)) throw notUtf8(file, text);
    return text.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}

/** Windows writes letters of its own code page, or two bytes each, where nobody says otherwise. */
function notUtf8(file: string, bytes: Buffer): InvalidInput {
  // One after the other: whatever stands before the first wrong byte is read as it is.
  const before = new TextDecoder().decode(bytes).split("\uFFFD")[0] ?? "";
  const lines = before.split("\n");
  const [line, column] = [lines.length, (lines.at(-1) ?? "").length + 1];
  const message = "is not UTF-8 text from here on; save the file as UTF-8";
  return new InvalidInput([`${file}:${line}:${column} ${message}`], {
    faults: [{ file, line, column, path: null, message }],
  });
}
