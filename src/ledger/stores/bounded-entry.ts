/** In letters, of which each may take six bytes as JSON: all of an entry stays well below the 400 KB of an item. */
const LONGEST = { reason: 4000, subject: 2048, actor: 1024, action: 256 } as const;
const LONGEST_EVIDENCE = 65_536;
/** Of what is left out so many names are kept. */
const NAMES = 20;

interface Words {
  readonly reason: string;
  readonly actor: string;
  readonly subject?: string;
  readonly action?: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
}

/**
 * The entry with words that fit into an item, and evidence without what is too large for one: what AWS, an alarm or a server says
 * may have any length, and must not keep a step from saying why it does what it does.
 */
export function boundedEntry<T extends Words>(entry: T): T {
  const { evidence } = entry;
  const cut = (Object.keys(LONGEST) as (keyof typeof LONGEST)[]).flatMap((key): [string, string][] => {
    const text = entry[key];
    const most = LONGEST[key];
    return text === undefined || text.length <= most ? [] : [[key, `${text.slice(0, most - 1)}…`]];
  });
  return {
    ...entry,
    ...Object.fromEntries(cut),
    ...(evidence !== undefined && { evidence: boundedEvidence(evidence) }),
  };
}

/** The largest parts go first, and are named. */
function boundedEvidence(evidence: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const sized = Object.entries(evidence)
    .map(([key, value]) => ({ key, value, letters: key.length + (JSON.stringify(value) ?? "").length }))
    .toSorted((a, b) => a.letters - b.letters);
  let room = LONGEST_EVIDENCE;
  const left = new Set(
    sized.flatMap(({ key, letters }) => {
      room -= letters;
      return room < 0 ? [key] : [];
    }),
  );
  if (left.size === 0) return evidence;
  const kept = Object.entries(evidence).filter(([key]) => !left.has(key));
  const leftOut = Object.keys(evidence)
    .filter((key) => left.has(key))
    .slice(0, NAMES)
    .map((key) => key.slice(0, 64));
  return { ...Object.fromEntries(kept), leftOut };
}
