import type { Finding } from "../../../src/domain/findings/finding.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { KnownServer } from "./server-tracker.ts";

/**
 * What a scan reads may be so much older than its begin: reads lag by ten seconds and clocks are off by five; and a changed
 * setting takes its moment to apply.
 */
export const UNSURE_MS = 30_000;

/** What a finding is about: `age`, or the kind of drift. */
export const kindOf = ({ kind, evidence }: Pick<Finding, "kind" | "evidence">): string =>
  kind === "drift" ? String(evidence["drift"]) : kind;

/** Kinds in which the server differed from what it is expected to be at every instant from `since` on. */
export function surelyDiffers(server: KnownServer, since: number, input: CheckerInput): ReadonlySet<string> {
  const known = judgedBy(server, input);
  if (known === undefined) return new Set();
  if (!known.isOwn) return new Set(["template-version"]);
  const [first, ...later] = input.servers.since(server, since).map(({ differs }) => differs);
  const always = [...(first ?? [])].filter((kind) => later.every((each) => each.has(kind)));
  return new Set(
    always.filter(
      (kind) => kind !== "metadata-options" || (known.isLearned && isApplied(server, since, input)),
    ),
  );
}

/** One that is changed once more shows its options as pending for a moment, and says nothing then. */
const isApplied = ({ id }: KnownServer, since: number, { world }: CheckerInput): boolean =>
  (world.state.instances.get(id)?.settings.metadata.changedAt ?? 0) <= since;

/** Whether the server was as it was launched in this at every instant from `since` on. */
export function isSurelySame(server: KnownServer, kind: string, since: number, input: CheckerInput): boolean {
  const known = judgedBy(server, input);
  if (known === undefined || !known.isOwn) return false;
  if (kind === "metadata-options" && !known.isLearned) return false;
  const history = input.servers.since(server, since);
  if (kind === "metadata-options" && history.some(({ isUnapplied }) => isUnapplied)) return false;
  return history.every(({ differs }) => !(differs as ReadonlySet<string>).has(kind));
}

/** Whether the server was there to be read from `since` on: known by its tag, and launched by then. */
export function isSurelyThere(id: string, since: number, { servers }: CheckerInput): boolean {
  const server = servers.find(id);
  if (server === undefined || server.goneAt !== null || server.launchedAt > since) return false;
  return servers.since(server, since).every(({ isTagged }) => isTagged);
}

/** By what a server of a known generation is judged. */
function judgedBy(
  { group, version, first }: KnownServer,
  { view }: CheckerInput,
): { readonly isOwn: boolean; readonly isLearned: boolean } | undefined {
  const generation = [...view.generations.values()].find((each) => each.group === group);
  if (generation?.expectations == null) return undefined;
  const { hopLimit, httpTokens } = (generation.expectations["metadata-options"]?.expected ?? {}) as {
    readonly hopLimit?: number;
    readonly httpTokens?: string;
  };
  const shown = JSON.parse(first["metadata-options"]) as {
    readonly hopLimit: number;
    readonly tokens: string;
  };
  return {
    // Somebody may have the group launch from another version of the template: then all else may differ as well.
    isOwn: version === generation.template.version,
    // What a server shows is expected that somebody may have changed before the first scan.
    isLearned: hopLimit === shown.hopLimit && httpTokens === shown.tokens,
  };
}
