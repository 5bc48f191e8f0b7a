/** What moult does not mend by itself, by name. */
export const attentionKinds = [
  /** A run waits ten minutes longer than was to be expected, or is past its deadline. */
  "run-late",
  /** AWS acts on a server before the open run that it waits for lets it be replaced. */
  "urgent-waits",
  /** A rollback waits for two hours. */
  "rollback-stands",
  /** A rollout stands: blue fails the same as green, so that nobody is blamed and nothing goes on. */
  "both-ill",
  /** A run ended, and a person has to say on which side the fleet stays. */
  "needs-person",
  /** A generation stays, out of traffic, because its data was not proved safe. */
  "generation-retained",
  /** The image that it serves with is in quarantine: nothing of it is replaced until it has another one. */
  "live-quarantined",
  /** Servers that a recycle could not put back, or substitutes that it could not end again. */
  "servers-stranded",
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
  /** The Change Calendar that the declaration names cannot be read, and counts as closed. */
  "unread-calendar",
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
