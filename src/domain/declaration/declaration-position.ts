import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type YAMLMap,
} from "yaml";

import { isMergeKey } from "./declared-value.ts";

export type FaultPath = readonly (string | number)[];

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position in its file of a path of a declaration. For something that is missing it is the position of its parent. */
export interface Positions {
  /** Of a key (or list item) itself. */
  key(path: FaultPath): Position;
  /** Of its value. */
  value(path: FaultPath): Position;
  at(offset: number): Position;
}

export function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Offsets in the text are turned into lines and columns, both from 1. */
export function positionsIn(document: Document, lines: LineCounter): Positions {
  const at = (offset: number): Position => positionAt(lines, offset);
  const find = (path: FaultPath, side: "key" | "value"): Position => {
    let node: unknown = document.contents;
    let offset = startOf(node) ?? document.range?.[0] ?? 0;
    for (const [index, segment] of path.entries()) {
      const child = childOf(document, node, segment);
      if (child === undefined) break;
      const keyFirst = side === "key" && index === path.length - 1;
      offset =
        (keyFirst ? startOf(child.key) : undefined) ?? startOf(child.value) ?? startOf(child.key) ?? offset;
      node = child.value;
    }
    return at(offset);
  };
  return { key: (path) => find(path, "key"), value: (path) => find(path, "value"), at };
}

function childOf(
  document: Document,
  node: unknown,
  segment: string | number,
): { key: unknown; value: unknown } | undefined {
  const parent = isAlias(node) ? node.resolve(document) : node;
  if (isMap(parent)) {
    const own = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
    return own ?? mergedChild(document, parent, segment);
  }
  if (isSeq(parent) && typeof segment === "number" && segment < parent.items.length) {
    return { key: undefined, value: parent.items[segment] };
  }
  return undefined;
}

/** What stands in another set that is merged in. */
function mergedChild(
  document: Document,
  { items }: YAMLMap,
  segment: string | number,
): ReturnType<typeof childOf> {
  const merged = items.flatMap(({ key, value }) =>
    isMergeKey(key) ? (isSeq(value) ? value.items : [value]) : [],
  );
  for (const each of merged) {
    const child = childOf(document, each, segment);
    if (child !== undefined) return child;
  }
  return undefined;
}

/** An empty value (`gates:`) has a node of no length behind its key; the key is what a person looks for. */
function startOf(node: unknown): number | undefined {
  const range = (node as Node | null | undefined)?.range;
  if (!range || (range[0] === range[1] && isScalar(node) && node.value === null)) return undefined;
  return range[0];
}
