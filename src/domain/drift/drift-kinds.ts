import * as z from "zod";
import { image } from "./detectors/image.ts";
import { instanceProfile } from "./detectors/instance-profile.ts";
import { instanceType } from "./detectors/instance-type.ts";
import { keyPair } from "./detectors/key-pair.ts";
import { metadataOptions } from "./detectors/metadata-options.ts";
import { monitoring } from "./detectors/monitoring.ts";
import { securityGroups } from "./detectors/security-groups.ts";
import { subnet } from "./detectors/subnet.ts";
import { tags } from "./detectors/tags.ts";
import { templateVersion } from "./detectors/template-version.ts";
import type { Difference, DriftDetector } from "./drift-detector.ts";
import type { LaunchFacts, ServerFacts } from "./server-facts.ts";

/** Every kind of drift there is. Adding one: a file in detectors/, a row here, a test. */
const detectors = {
  image,
  "template-version": templateVersion,
  "instance-type": instanceType,
  "security-groups": securityGroups,
  subnet,
  "instance-profile": instanceProfile,
  "key-pair": keyPair,
  "metadata-options": metadataOptions,
  monitoring,
  tags,
} as const;

export const driftKinds = Object.keys(detectors) as [DriftKind, ...DriftKind[]];
export type DriftKind = keyof typeof detectors;

/** A detector as the table holds it: what it expects is its own affair. */
const detectorOf = (kind: DriftKind) => detectors[kind] as unknown as DriftDetector<unknown>;

/** What is expected of a generation's servers, by kind, with the version of the detector that pinned it. */
export const expectations = z.record(
  // Not only the kinds of now: a moult that knows more may have pinned it before this one was put back.
  z.string(),
  z.strictObject({ version: z.int(), expected: z.unknown() }),
);
export type Expectations = Readonly<z.infer<typeof expectations>>;

/** What is expected of servers that are launched so. */
export const expectationsOf = (launch: LaunchFacts): Expectations => repinned({}, launch);

/** Pins what is not pinned, or was by another version of its detector; all else stays, with what servers have shown. */
export const repinned = (known: Expectations, launch: LaunchFacts): Expectations => ({
  ...known,
  ...Object.fromEntries(
    unpinnedKinds(known).map((kind) => {
      const { version, expect } = detectorOf(kind);
      return [kind, { version, expected: expect(launch) }];
    }),
  ),
});

/**
 * Completes what template and group leave open by what most of the launched servers show, of as many by the first: one that
 * somebody has changed since is not what the others were launched as. The same object when nothing is left open.
 */
export function learnedFrom(known: Expectations, servers: readonly ServerFacts[]): Expectations {
  let learned = known;
  for (const kind of driftKinds) {
    const { learn, version } = detectorOf(kind);
    const expected = readExpected(kind, known);
    if (learn === undefined || expected === undefined) continue;
    const next = shownByMost(servers.map((server) => learn(expected, server)).filter(differsFrom(expected)));
    if (next !== undefined) learned = { ...learned, [kind]: { version, expected: next } };
  }
  return learned;
}

const differsFrom = (expected: unknown) => (each: unknown) =>
  JSON.stringify(each) !== JSON.stringify(expected);

function shownByMost(shown: readonly unknown[]): unknown {
  const alike = [...Map.groupBy(shown, (each) => JSON.stringify(each)).values()];
  return alike.toSorted((a, b) => b.length - a.length)[0]?.[0];
}

/** The kinds that are pinned by another version than this one's, or not at all. */
export const unpinnedKinds = (known: Expectations): DriftKind[] =>
  driftKinds.filter((kind) => readExpected(kind, known) === undefined);

/** The kinds that a server cannot be judged by now: nothing is pinned of them, or it does not show them. */
export const unjudgedKinds = (known: Expectations | null, server: ServerFacts): ReadonlySet<string> =>
  new Set([
    ...unpinnedKinds(known ?? {}),
    ...driftKinds.filter((kind) => !(detectorOf(kind).isShown?.(server) ?? true)),
  ]);

/** In what a server differs from what is expected of its generation, by kind. What is not pinned is not judged. */
export function driftOf(
  known: Expectations,
  server: ServerFacts,
): ReadonlyMap<DriftKind, readonly Difference[]> {
  const found = new Map<DriftKind, readonly Difference[]>();
  for (const kind of driftKinds) {
    const expected = readExpected(kind, known);
    if (expected === undefined) continue;
    const differences = detectorOf(kind).differences(expected, server);
    if (differences.length > 0) found.set(kind, differences);
  }
  return found;
}

function readExpected(kind: DriftKind, known: Expectations): unknown {
  const pinned = known[kind];
  const { version, expectation } = detectorOf(kind);
  if (pinned?.version !== version) return undefined;
  const parsed = expectation.safeParse(pinned.expected);
  return parsed.success ? parsed.data : undefined;
}
