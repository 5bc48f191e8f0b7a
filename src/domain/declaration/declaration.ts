import { type Document, isScalar, LineCounter, visit } from "yaml";
import { toDotPath } from "zod/v4/core";
import { type InputFault, InvalidInput } from "../../errors/errors.ts";
import { boundFaults } from "./faults/bound-faults.ts";
import { brakeFaults } from "./faults/brake-faults.ts";
import { badMerge, declaredValue, listFault } from "./declared-value.ts";
import { type Fault, faultsOf } from "./declaration-faults.ts";
import { type Position, positionAt, type Positions, positionsIn } from "./declaration-position.ts";
import { type Fleet, type FleetDeclaration, fleetSchema, timingSchema } from "./fleet.ts";
import { gateFaults, gatesSchema } from "./faults/gate-faults.ts";
import { namedFaults } from "./faults/named-faults.ts";
import { readDocuments } from "./read-documents.ts";
import { sharedTraffic } from "./shared-traffic.ts";
import { timeFaults } from "./faults/time-faults.ts";

interface DeclarationSource {
  /** The file's name, as messages shall give it. */
  readonly file: string;
  readonly text: string;
}

export interface ParsedDeclaration {
  readonly file: string;
  readonly fleet: Fleet;
  /** As the file says it, without defaults: what the ledger keeps. */
  readonly declaration: FleetDeclaration;
}

interface Message extends Position {
  readonly file: string;
  readonly text: string;
}

/**
 * The one fleet that a YAML 1.2 text declares. Throws InvalidInput with every fault of it, one a line:
 * `file:line:column path: what is wrong (value); way out`.
 */
export function parseDeclaration(text: string, file: string): ParsedDeclaration {
  const [first, second] = parseDeclarations([{ file, text }]);
  if (first === undefined || second !== undefined) {
    throw new InvalidInput(
      `${file}:1:1 declares more than one fleet; keep one, the others go to files of their own`,
    );
  }
  return first;
}

/**
 * All fleets of several files, each of one or more YAML documents. Throws one InvalidInput with the faults of all of
 * them; a fleet that is declared twice is a fault, and so is traffic that two fleets would move.
 */
export function parseDeclarations(sources: readonly DeclarationSource[]): ParsedDeclaration[] {
  const messages: Message[] = [];
  const parsed: ParsedDeclaration[] = [];
  const named = new Map<string, Message>();
  for (const { file, text } of sources) {
    const lines = new LineCounter();
    let count = 0;
    for (const read of readDocuments(text, lines)) {
      count += 1;
      if ("refused" in read) {
        messages.push({ file, ...positionAt(lines, read.refused.offset), text: read.refused.text });
        break;
      }
      const { value, positions, faults } = readDocument(read.document, lines);
      messages.push(...faults.map((fault) => ({ file, ...fault })));
      // Whoever fills one document with too much fills the next.
      if (messages.length >= SHOWN) break;
      const again = nameTaken(value, { file, positions, named });
      if (again) messages.push(again);
      const result = fleetSchema.safeParse(value);
      if (!result.success) continue;
      const fleet = result.data;
      messages.push(...parsed.flatMap((other) => trafficTaken(fleet, other, { file, positions })));
      parsed.push({ file, fleet, declaration: value as FleetDeclaration });
    }
    if (count === 0)
      messages.push({
        file,
        line: 1,
        column: 1,
        text: "declares nothing; write a fleet as in fleets/example.yml",
      });
  }
  if (messages.length > 0)
    throw new InvalidInput(firstOf(messages), { faults: messages.slice(0, SHOWN).map(faultOf) });
  return parsed;
}

/** Nobody corrects more at once. */
const SHOWN = 50;

function firstOf(messages: readonly Message[]): string[] {
  const more = messages.length - SHOWN;
  const first = messages.slice(0, SHOWN).map(lineOf);
  return more > 0 ? [...first, `and ${more} more faults; correct these first`] : first;
}

type PlacedText = Omit<Message, "file">;

function readDocument(
  document: Document,
  lines: LineCounter,
): { value: unknown; positions: Positions; faults: PlacedText[] } {
  const positions = positionsIn(document, lines);
  const faults = yamlFaults(document, positions);
  // What cannot be read as YAML gives a value that nobody wrote: its other faults would be wrong.
  if (document.errors.length > 0 || faults.some(({ fatal }) => fatal))
    return { value: undefined, positions, faults };
  const value = declaredValue(document);
  const result = fleetSchema.safeParse(value);
  const schema = result.success ? [] : faultsOf(result.error, value);
  // Not in the schema: what was declared before is still carried out.
  const timing = timingSchema.safeParse(value);
  const times = timing.success ? timeFaults(timing.data) : [];
  const gated = gatesSchema.safeParse(value);
  const gates = gated.success ? gateFaults(gated.data) : [];
  const found = [...schema, ...times, ...gates, ...namedFaults(value), ...brakeFaults(value)].map((fault) =>
    placed(fault, positions),
  );
  const ordered = [...faults, ...found].sort((a, b) => a.line - b.line || a.column - b.column);
  return { value, positions, faults: ordered };
}

/** Faults of the notation: the parser's, a YAML 1.1 directive (`yes` would be true), what is too much, keys that lead nowhere. */
function yamlFaults(document: Document, positions: Positions): (PlacedText & { readonly fatal?: boolean })[] {
  const faults: (PlacedText & { readonly fatal?: boolean })[] = [];
  for (const { message, pos } of [...document.errors, ...document.warnings])
    faults.push({ ...positions.at(pos[0]), text: `${message}; correct the YAML` });
  if (document.directives?.yaml.version === "1.1") {
    faults.push({
      line: 1,
      column: 1,
      text: "is YAML 1.1; remove the %YAML line, declarations are YAML 1.2",
      fatal: true,
    });
  }
  const list = listFault(document);
  if (list !== null) return [{ ...positions.value([]), text: list, fatal: true }];
  const bounds = boundFaults(document);
  faults.push(...bounds.map(({ offset, ...fault }) => ({ ...positions.at(offset), ...fault })));
  if (bounds.some(({ fatal }) => fatal)) return faults;
  const merge = badMerge(document);
  if (merge !== undefined) {
    const text = "<<: merges no set of keys and values; name an anchor of one, as in <<: *defaults";
    return [...faults, { ...positions.at(merge), text, fatal: true }];
  }
  visit(document, {
    Pair: (_key, pair) => {
      if (isScalar(pair.key)) return;
      const text = "a key must be plain text; correct the YAML";
      faults.push({
        ...positions.at((pair.key as { range?: [number] } | null)?.range?.[0] ?? 0),
        text,
        fatal: true,
      });
    },
  });
  return faults;
}

function placed(fault: Fault, positions: Positions): PlacedText {
  const { path, atKey, problem, value, wayOut } = fault;
  const where = atKey ? positions.key(path) : positions.value(path);
  const subject = path.length === 0 ? "" : `${toDotPath(path)}: `;
  return { ...where, text: `${subject}${problem}${value === undefined ? "" : ` (${value})`}; ${wayOut}` };
}

/** The fault of a document that declares a fleet which another one declared; otherwise notes the name. */
function nameTaken(
  value: unknown,
  place: { readonly file: string; readonly positions: Positions; readonly named: Map<string, Message> },
): Message | undefined {
  const { file, positions, named } = place;
  const name = typeof value === "object" && value !== null && "fleet" in value ? value.fleet : undefined;
  if (typeof name !== "string") return undefined;
  const here = { file, ...positions.value(["fleet"]) };
  const first = named.get(name);
  if (first === undefined) {
    named.set(name, { ...here, text: "" });
    return undefined;
  }
  const text = `fleet: is declared already at ${first.file}:${first.line}:${first.column} (${name}); rename or remove one`;
  return { ...here, text };
}

/** The faults of a document that names a rule or a target group which another one has named. */
const trafficTaken = (
  { traffic }: Fleet,
  other: ParsedDeclaration,
  { file, positions }: { readonly file: string; readonly positions: Positions },
): Message[] =>
  sharedTraffic(traffic, other.fleet.traffic).map(({ path, arn }) => {
    const by = `fleet ${other.fleet.fleet} of ${other.file}`;
    const text = `${toDotPath([...path])}: is the traffic of ${by}, too (${arn}); give each fleet its own`;
    return { file, ...positions.value([...path]), text };
  });

/** A text begins with the path where it is about one. */
const faultOf = ({ text: message, ...place }: Message): InputFault => ({
  ...place,
  path: /^([\w-]+(?:\.[\w-]+|\[\d+\])*): /.exec(message)?.[1] ?? null,
  message,
});

const lineOf = ({ file, line, column, text }: Message): string => `${file}:${line}:${column} ${text}`;
