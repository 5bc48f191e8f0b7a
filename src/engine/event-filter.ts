import { BlockList, isIPv6 } from "node:net";

/** One filter of EventBridge against one leaf of an event (EB/eb-event-patterns-content-based-filtering). */
type Matches = (wanted: unknown, value: unknown) => boolean;

const isText = (value: unknown): value is string => typeof value === "string";

/** Text against one text or, of the newer filters, against `{ equals-ignore-case: … }`. */
const ofText =
  (holds: (value: string, wanted: string) => boolean): Matches =>
  (wanted, value) => {
    if (!isText(value)) return false;
    if (isText(wanted)) return holds(value, wanted);
    const { "equals-ignore-case": any } = Object(wanted) as Record<string, unknown>;
    return isText(any) ? holds(value.toLowerCase(), any.toLowerCase()) : invalid("takes a text", wanted);
  };

/** `*` stands for any characters, `\*` and `\\` for themselves. Two of them in a row are refused. */
function wildcard(wanted: unknown, value: unknown): boolean {
  if (!isText(wanted)) return invalid("wildcard takes a text", wanted);
  if (wanted.includes("**")) return invalid("wildcard takes no two * in a row", wanted);
  const parts = wanted.match(/\\[\\*]|[^]/g) ?? [];
  const source = parts.map((part) =>
    part === "*" ? "[^]*" : part.slice(-1).replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
  );
  return isText(value) && new RegExp(`^${source.join("")}$`).test(value);
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 5]`: each pair has to hold. */
function numeric(wanted: unknown, value: unknown): boolean {
  const terms: readonly unknown[] = Array.isArray(wanted) ? wanted : [];
  if (terms.length !== 2 && terms.length !== 4) return invalid("numeric takes one comparison or two", wanted);
  return [0, 2].slice(0, terms.length / 2).every((at) => {
    const [compares, bound] = [COMPARISONS[String(terms[at])], terms[at + 1]];
    if (compares === undefined || typeof bound !== "number") return invalid("numeric takes numbers", wanted);
    return typeof value === "number" && compares(value, bound);
  });
}

function cidr(wanted: unknown, value: unknown): boolean {
  const [address = "", bits = ""] = String(wanted).split("/");
  const family = (text: string): "ipv4" | "ipv6" => (isIPv6(text) ? "ipv6" : "ipv4");
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family(address));
  return isText(value) && block.check(value, family(value));
}

/** A value, several, or a filter of one or several texts: none of them may match. */
function anythingBut(wanted: unknown, value: unknown): boolean {
  if (Array.isArray(wanted)) return !wanted.includes(value);
  if (typeof wanted !== "object" || wanted === null) return wanted !== value;
  const [kind, inner] = onlyEntry(wanted);
  const matches = NEGATED.has(kind) ? FILTERS[kind] : undefined;
  if (matches === undefined) return invalid(`anything-but takes no ${kind}`, wanted);
  return ![inner].flat().some((each) => matches(each, value));
}

const NEGATED: ReadonlySet<string> = new Set(["prefix", "suffix", "equals-ignore-case", "wildcard"]);

const FILTERS: Readonly<Record<string, Matches>> = {
  prefix: ofText((value, wanted) => value.startsWith(wanted)),
  suffix: ofText((value, wanted) => value.endsWith(wanted)),
  "equals-ignore-case": ofText((value, wanted) => value.toLowerCase() === wanted.toLowerCase()),
  wildcard,
  numeric,
  cidr,
  "anything-but": anythingBut,
};

/**
 * Whether one filter of a list takes one of the leaves at its place: none where the event has nothing there, several where it
 * has a list. Throws for what EventBridge would refuse. Numbers are compared by value; EventBridge compares their text.
 */
export function filterTakes(filter: unknown, leaves: readonly unknown[]): boolean {
  if (typeof filter !== "object" || filter === null) return leaves.includes(filter);
  const [kind, wanted] = onlyEntry(filter);
  if (kind === "exists") {
    if (typeof wanted !== "boolean") return invalid("exists is true or false", filter);
    return leaves.length > 0 === wanted;
  }
  const matches = FILTERS[kind];
  if (matches === undefined) return invalid(`there is no filter '${kind}'`, filter);
  return leaves.some((value) => matches(wanted, value));
}

function onlyEntry(filter: object): readonly [string, unknown] {
  const [first, ...more] = Object.entries(filter);
  if (first === undefined || more.length > 0) return invalid("a filter has one member", filter);
  return first;
}

/** EventBridge's InvalidEventPatternException. */
export function invalid(reason: string, given: unknown): never {
  throw new Error(`The event pattern is not valid: ${reason}, in ${JSON.stringify(given)}.`);
}
