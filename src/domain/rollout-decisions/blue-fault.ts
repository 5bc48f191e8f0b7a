import type { Generation } from "../generation.ts";

/** The live generation's group as it is found. */
interface BlueShape {
  readonly name: string;
  /** Null: it launches from a launch configuration. */
  readonly template: { readonly version: string } | null;
}

/**
 * What keeps blue from being replaced, in words, or null. `live` is null for a fleet that has no generation yet: it
 * needs an initial size. `blue` is undefined when the group is gone.
 */
export function blueFault(
  live: Pick<Generation, "number" | "group" | "template"> | null,
  blue: BlueShape | undefined,
  hasInitialSize: boolean,
): string | null {
  if (live === null) {
    return hasInitialSize
      ? null
      : "the fleet has no generation yet: adopt a group (moult fleet adopt), or declare capacity.initial";
  }
  if (blue === undefined)
    return `generation ${live.number}'s group ${live.group} is gone: adopt the group that serves now`;
  const version = blue.template?.version;
  if (version !== String(live.template.version)) {
    return `group ${blue.name} launches from template version ${version ?? "unknown"}, generation ${live.number} was pinned to ${live.template.version}: somebody changed it; set it back`;
  }
  return null;
}
