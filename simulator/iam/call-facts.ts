import type { World } from "../world/world.ts";

/** One call as far as permission goes: who asks for what. */
export interface Call {
  readonly service: string;
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A resource that a call touches, and what a condition can ask about it. Keys as AWS spells them. */
export interface Touched {
  /** The action asked for there, where it is not the call's own: `ec2:RunInstances` within CreateAutoScalingGroup. */
  readonly action?: string;
  /** ARN; `*` stands in it for what the call is about to make. */
  readonly resource: string;
  readonly keys: Readonly<Record<string, string | readonly string[]>>;
}

/** What a call touches, from its input and the state of the world. */
export type TouchedBy = (input: Readonly<Record<string, unknown>>, world: World) => readonly Touched[];

interface StoredTag {
  readonly key: string;
  readonly value: string;
}

/** A resource's tags as condition keys: `aws:ResourceTag/Name`, and the service's own prefix for the same. */
export const tagKeys = (
  tags: readonly StoredTag[] | undefined,
  ...prefixes: readonly string[]
): Record<string, string> =>
  Object.fromEntries(
    (tags ?? []).flatMap(({ key, value }) => prefixes.map((prefix) => [`${prefix}/${key}`, value])),
  );

/** The member of an input, when it is a text. */
export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
