// Writes what follows from the declaration's shape, after a change of it (`npm run generate`): fleets/fleet.schema.json,
// by which editors check a declaration while it is written, and the gates of fleets/example.yml.
import { readFileSync, writeFileSync } from "node:fs";
import { Document, visit } from "yaml";
import { fleetJsonSchema } from "../src/domain/declaration/declaration-keys.ts";
import { gateKinds } from "../src/domain/gate-kinds.ts";

const SCHEMA = new URL("../fleets/fleet.schema.json", import.meta.url);
const EXAMPLE = new URL("../fleets/example.yml", import.meta.url);
const WIDTH = 116;

/** The example with every kind of gate, as the gates' files describe them. Throws when it has no `gates`. */
export function withGates(example: string): string {
  const gates = Object.values(gateKinds).map(({ settings }) => gateExample(settings.meta()));
  const block = /^gates:\n(?:(?: .*)?\n)+(?=^#)/m;
  if (!block.test(example)) throw new Error("fleets/example.yml has lost its gates.");
  return example.replace(block, () => `gates:\n${gates.join("\n")}\n`);
}

function gateExample({
  description = "",
  examples,
}: Record<string, unknown> & { description?: string | undefined } = {}): string {
  const comment = wrapped(description).map((line) => `# ${line}`);
  const document = new Document(examples);
  visit(document.contents, { Seq: (at, list) => void (list.flow = at !== null) });
  const lines = [...comment, ...document.toString({ flowCollectionPadding: false }).trimEnd().split("\n")];
  return lines.map((line) => `  ${line}\n`).join("");
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < WIDTH) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

if (import.meta.main) {
  writeFileSync(SCHEMA, `${JSON.stringify(fleetJsonSchema(), null, 2)}\n`);
  writeFileSync(EXAMPLE, withGates(readFileSync(EXAMPLE, "utf8")));
}
