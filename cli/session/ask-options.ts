/** What a person may ask of a rollout, as they type it. */
export interface AskOptions {
  readonly image?: string;
  readonly for?: string;
  readonly force?: boolean;
  readonly launchedBefore?: string;
  readonly reason?: string;
}

type AskOption = readonly [flags: string, description: string];

/** The options themselves; a command adds those that it takes. */
export const askOptions: Readonly<
  Record<"image" | "for" | "force" | "launchedBefore" | "reason", AskOption>
> = {
  image: ["--image <ami>", "the image to go to, pinned (else the one that the declaration names)"],
  for: ["--for <duration>", "how long the pin lasts, such as 8h (else: until another image is named)"],
  force: ["--force", "replace even servers that are what they should be"],
  launchedBefore: ["--launched-before <time>", "replace servers if any is older, such as 2026-11-01"],
  reason: ["--reason <text>", "why, for the ledger"],
};
