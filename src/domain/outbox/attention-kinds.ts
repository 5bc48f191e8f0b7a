/** What moult does not mend by itself, by name. */
export const attentionKinds = [
  /** A run waits ten minutes longer than was to be expected, or is past its deadline. */
  "run-late",
  /** A rollback waits for two hours. */
  "rollback-stands",
  /** A rollout stands: blue fails the same as green, so that nobody is blamed and nothing goes on. */
  "both-ill",
  /** A run ended, and a person has to say on which side the fleet stays. */
  "needs-person",
  /** A generation stays, out of traffic, because its data was not proved safe. */
  "generation-retained",
  /** Where the fleet's traffic goes, no server answers. */
  "nobody-serves",
  /** The sweep could not read what it needs. */
  "not-swept",
  /** A record was written by newer code: its fleet is frozen until that is deployed. */
  "newer-record",
  /** A record cannot be read: its fleet is frozen until a person has looked. */
  "unreadable-record",
  /** What the declaration names cannot be read. */
  "unread-declaration",
  /** The world is not as the ledger says, and no run accounts for it. */
  "irregularity",
  /** Servers without the tag that they are known by. */
  "untagged-servers",
  /** The scan could not judge the fleet's servers. */
  "not-judged",
  /** A scan could not read all servers, although it began anew. */
  "incomplete-scan",
  /** Servers were replaced for it before: the fleet needs another image. */
  "returned-finding",
  /** The same on so many fleets that a person has to say so first. */
  "storm",
] as const;
export type AttentionKind = (typeof attentionKinds)[number];
