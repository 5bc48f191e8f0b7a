import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Scalar, visit } from "yaml";

/** Keys at the top of a declaration that are the author's own: anchors stand there, to be merged in (`<<: *defaults`). */
const OWN_KEY = /^x-/;

/**
 * Whether it merges another set in; the parser knows such a key by a symbol, and one with a tag of its own (`!!map <<`) by its plain
 * text. "<<" in quotes is none.
 */
export const isMergeKey = (key: unknown): key is Scalar =>
  isScalar(key) && (typeof key.value === "symbol" || (key.value === "<<" && key.type === "PLAIN"));

/** A key as it is written. */
export const keyName = ({ value }: Scalar): string =>
  typeof value === "symbol" ? (value.description ?? "") : String(value);

/** What a document declares: aliases and merges (`<<`) unfolded, without the author's own keys. */
export function declaredValue(document: Document): unknown {
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !OWN_KEY.test(key)));
}

/** Of a list, whatever is wrong with its items, one thing is to be said; null: it is none. */
export const listFault = ({ contents }: Document): string | null =>
  isSeq(contents)
    ? "is a list of fleets; write one fleet a document, with a line of --- between them, or a file each, and anchors under a key such as x-defaults"
    : null;

/** Where something is merged that is no set of keys; undefined: nowhere. */
export function badMerge(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, (_key, node) => {
    if (!isPair(node) || !isMergeKey(node.key)) return undefined;
    const sources = isSeq(node.value) ? node.value.items : [node.value];
    if (sources.every((each) => isMap(isAlias(each) ? each.resolve(document) : each))) return undefined;
    found = node.key.range?.[0] ?? 0;
    return visit.BREAK;
  });
  return found;
}
