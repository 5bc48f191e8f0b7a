/**
 * What somebody says about a server: that it is too old, or that it has drifted. Never believed: the server is read and
 * judged as a scan would judge it.
 */
export interface InstanceClaim {
  readonly eventId: string;
  readonly source: string;
  readonly account: string;
  readonly region: string;
  /** When the event says it happened, milliseconds since 1970. Evidence, no more. */
  readonly saidAt: number;
  readonly says: (typeof CLAIMED)[number];
  /** The instance's id. */
  readonly instance: string;
}

/** The detail types that make a claim: those of the events that moult itself publishes. */
export const CLAIMED = ["Instance Drift Detected", "Instance Age Threshold Reached"] as const;

/** An event is a claim, or says nothing that matters, or cannot be read. */
export type InstanceEvent =
  | { readonly kind: "claim"; readonly claim: InstanceClaim }
  | { readonly kind: "ignored" | "malformed"; readonly eventId: string | null; readonly reason: string };
