import { type Document, isScalar, LineCounter, parseAllDocuments, visit } from "yaml";
import { toDotPath } from "zod/v4/core";
import { InvalidInput } from "../../errors/errors.ts";
import { type Fault, faultsOf } from "./declaration-faults.ts";
import { type Position, type Positions, positionsIn } from "./declaration-position.ts";
import { type Fleet, type FleetDeclaration, fleetSchema, timingSchema } from "./fleet.ts";
import { gateFaults, gatesSchema } from "./gate-faults.ts";
import { sharedTraffic } from "./shared-traffic.ts";
import { timeFaults } from "./time-faults.ts";

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
    const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: "1.2" });
    if (documents.length === 0)
      messages.push({
        file,
        line: 1,
        column: 1,
        text: "declares nothing; write a fleet as in fleets/example.yml",
      });
    for (const document of documents) {
      const { value, positions, faults } = readDocument(document, { lines, text });
      messages.push(...faults.map((fault) => ({ file, ...fault })));
      const again = nameTaken(value, { file, positions, named });
      if (again) messages.push(again);
      const result = fleetSchema.safeParse(value);
      if (!result.success) continue;
      const fleet = result.data;
      messages.push(...parsed.flatMap((other) => trafficTaken(fleet, other, { file, positions })));
      parsed.push({ file, fleet, declaration: value as FleetDeclaration });
    }
  }
  if (messages.length > 0) throw new InvalidInput(messages.map(lineOf));
  return parsed;
}

type PlacedText = Omit<Message, "file">;

function readDocument(
  document: Document,
  source: { readonly lines: LineCounter; readonly text: string },
): { value: unknown; positions: Positions; faults: PlacedText[] } {
  const positions = positionsIn(document, source.lines);
  const faults = yamlFaults(document, positions, source.text);
  // What cannot be read as YAML gives a value that nobody wrote: its other faults would be wrong.
  const readable =
    document.errors.every(({ code }) => code === "DUPLICATE_KEY") && !faults.some(({ fatal }) => fatal);
  if (!readable) return { value: undefined, positions, faults };
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  const result = fleetSchema.safeParse(value);
  const schema = result.success ? [] : faultsOf(result.error, value);
  // Not in the schema: what was declared before is still carried out.
  const timing = timingSchema.safeParse(value);
  const times = timing.success ? timeFaults(timing.data) : [];
  const gated = gatesSchema.safeParse(value);
  const gates = gated.success ? gateFaults(gated.data) : [];
  const found = [...schema, ...times, ...gates].map((fault) => placed(fault, positions));
  const ordered = [...faults, ...found].sort((a, b) => a.line - b.line || a.column - b.column);
  return { value, positions, faults: ordered };
}

/** Faults of the notation: the parser's, a YAML 1.1 directive (`yes` would be true), aliases and keys that lead nowhere. */
function yamlFaults(
  document: Document,
  positions: Positions,
  source: string,
): (PlacedText & { fatal?: true })[] {
  const faults: (PlacedText & { fatal?: true })[] = [];
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    const key = source.slice(pos[0]).split(":", 1)[0]?.trim();
    const text =
      code === "DUPLICATE_KEY" ? `${key}: is given twice; keep one` : `${message}; correct the YAML`;
    faults.push({ ...positions.at(pos[0]), text });
  }
  if (document.directives?.yaml.version === "1.1") {
    faults.push({
      line: 1,
      column: 1,
      text: "is YAML 1.1; remove the %YAML line, declarations are YAML 1.2",
      fatal: true,
    });
  }
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const text = `no anchor &${alias.source} stands before *${alias.source}; add it, or write the value here`;
      faults.push({ ...positions.at(alias.range?.[0] ?? 0), text, fatal: true });
    },
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

const lineOf = ({ file, line, column, text }: Message): string => `${file}:${line}:${column} ${text}`;
