import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { toDotPath } from "zod/v4/core";
import { keyName } from "../declared-value.ts";
import type { FaultPath } from "../declaration-position.ts";
import { MAX_DEPTH } from "../read-documents.ts";

const MAX_ITEMS = 100;
const MAX_KEY = 256;
const MAX_TEXT = 2048;
/** Run Command takes some ten thousand characters, too. */
const MAX_COMMAND = 16_384;
/** With all aliases unfolded. A run's record has the declaration in it, and the ledger stores 400 KB an item. */
const MAX_VALUES = 5000;
const MAX_LETTERS = 65_536;

interface BoundFault {
  readonly offset: number;
  readonly text: string;
  /** What the document declares is not looked at. */
  readonly fatal: boolean;
}

interface Walk {
  readonly faults: BoundFault[];
  readonly anchors: Map<string, Node>;
  /** Those that are being looked at. */
  readonly open: Set<Node>;
  values: number;
  letters: number;
  /** Where the outermost alias stands that is being unfolded. */
  alias: number | undefined;
  isOver: boolean;
}

interface Place {
  readonly path: FaultPath;
  /** Where what is wrong begins: the key, or the value where it has none. */
  readonly offset: number;
}

/** What is too much or never ends in a document, and keys that stand twice in a set. Nothing is unfolded further than that. */
export function boundFaults(document: Document): readonly BoundFault[] {
  const walk: Walk = {
    faults: [],
    anchors: new Map(),
    open: new Set(),
    values: 0,
    letters: 0,
    alias: undefined,
    isOver: false,
  };
  const { contents } = document;
  if (isNode(contents)) visit(contents, walk, { path: [], offset: startOf(contents) ?? 0 });
  return walk.faults;
}

function visit(node: Node, walk: Walk, place: Place): void {
  walk.values += 1;
  if (isOver(walk, place)) return;
  if (isAlias(node)) return unfold(node, walk, place);
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  if (isScalar(node)) return letters(node.value, walk, place);
  walk.open.add(node);
  if (place.path.length >= MAX_DEPTH)
    report(walk, place, `is nested deeper than ${MAX_DEPTH} levels; write what is meant`);
  else if (isSeq(node)) {
    const { items } = node;
    if (items.length > MAX_ITEMS)
      report(walk, place, `has ${items.length} items, at most ${MAX_ITEMS}; leave out the others`);
    else
      for (const [index, item] of items.entries())
        visitChild(item, walk, { path: [...place.path, index], offset: place.offset });
  } else if (isMap(node)) visitMap(node, walk, place);
  walk.open.delete(node);
}

function visitMap({ items }: YAMLMap, walk: Walk, place: Place): void {
  if (items.length > MAX_ITEMS)
    return report(walk, place, `has ${items.length} keys, at most ${MAX_ITEMS}; leave out the others`);
  const seen = new Set<string>();
  for (const { key, value } of items) {
    const offset = startOf(key) ?? place.offset;
    const name = isScalar(key) ? keyName(key) : "";
    if (name.length > MAX_KEY) {
      report(
        walk,
        { ...place, offset },
        `has a key of ${name.length} characters, at most ${MAX_KEY}; shorten it`,
      );
      continue;
    }
    // A key that is no plain text is told elsewhere.
    if (seen.has(name) && isScalar(key))
      walk.faults.push({ offset, text: `${name}: is given twice; keep one`, fatal: false });
    seen.add(name);
    walk.letters += name.length;
    if (isNode(key) && !isScalar(key)) visit(key, walk, { ...place, offset });
    visitChild(value, walk, { path: [...place.path, name], offset });
  }
}

function visitChild(child: unknown, walk: Walk, { path, offset }: Place): void {
  if (!isNode(child)) return;
  // A list or a set is looked for at its key, anything else where it stands.
  const isPart = isSeq(child) || isMap(child);
  visit(child, walk, {
    path,
    offset: isPart && typeof path.at(-1) === "string" ? offset : (startOf(child) ?? offset),
  });
}

function unfold(alias: Node & { readonly source: string }, walk: Walk, place: Place): void {
  const target = walk.anchors.get(alias.source);
  const offset = startOf(alias) ?? place.offset;
  const { source } = alias;
  if (target === undefined) {
    const text = `no anchor &${source} stands before *${source}; add it, or write the value here`;
    walk.faults.push({ offset, text, fatal: true });
    return;
  }
  if (walk.open.has(target))
    return report(walk, { ...place, offset }, `*${source} stands inside of what it names; write the value`);
  const isOutermost = walk.alias === undefined;
  walk.alias ??= offset;
  visit(target, walk, { ...place, offset });
  if (isOutermost) walk.alias = undefined;
}

function letters(value: unknown, walk: Walk, place: Place): void {
  if (typeof value !== "string") return;
  walk.letters += value.length;
  const isCommand = place.path.slice(-2).some((key) => key === "command" || key === "commands");
  if (isOver(walk, place)) return;
  const most = isCommand ? MAX_COMMAND : MAX_TEXT;
  if (value.length > most) report(walk, place, `has ${value.length} characters, at most ${most}; shorten it`);
}

/** Whether it is too much in all, which is reported once. */
function isOver(walk: Walk, place: Place): boolean {
  if (walk.isOver) return true;
  walk.isOver = walk.values > MAX_VALUES || walk.letters > MAX_LETTERS;
  if (!walk.isOver) return false;
  const much = walk.values > MAX_VALUES ? `${MAX_VALUES} values` : `${MAX_LETTERS} characters`;
  const unfolded = walk.alias === undefined ? "" : ", with its aliases unfolded";
  const text = `has more than ${much}${unfolded}; declare less in one document`;
  walk.faults.push({ offset: walk.alias ?? place.offset, text, fatal: true });
  return true;
}

/** What is inside of an alias was told where its anchor stands. */
function report(walk: Walk, { path, offset }: Place, text: string): void {
  const said = walk.alias !== undefined && !text.startsWith("*");
  if (said) return;
  walk.faults.push({
    offset,
    text: `${path.length === 0 ? "" : `${toDotPath([...path])}: `}${text}`,
    fatal: true,
  });
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
