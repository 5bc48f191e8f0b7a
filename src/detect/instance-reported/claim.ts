import type { Login } from "../../domain/access/login.ts";

/**
 * What somebody says about a server: that it is too old, that it has drifted, that AWS will end it. Never believed: the server is
 * read and judged as a scan would judge it.
 */
export interface InstanceClaim extends Said {
  /** The instance's id. */
  readonly instance: string;
}

export interface Said {
  readonly eventId: string;
  readonly source: string;
  readonly account: string;
  readonly region: string;
  /** When the event says it happened, milliseconds since 1970. Evidence, no more. */
  readonly saidAt: number;
  /** The event's detail-type, or the call that CloudTrail tells of. */
  readonly says: string;
}

/** The detail types by which others than AWS make a claim: those of the events that moult itself publishes. */
export const CLAIMED = ["Instance Drift Detected", "Instance Age Threshold Reached"] as const;

/** Which server a login went to: its id, or, through an endpoint of Instance Connect, where it is in the endpoint's network. */
export type LoggedIntoAt =
  | { readonly instance: string }
  | { readonly endpoint: string; readonly address: string };

/** An event is a claim of somebody who has to be trusted, or AWS's own word, or says nothing that matters, or cannot be read. */
export type InstanceEvent =
  | { readonly kind: "claim"; readonly claim: InstanceClaim }
  /** AWS has changed, or will do something to, these servers. */
  | { readonly kind: "notice"; readonly claims: readonly InstanceClaim[] }
  | { readonly kind: "login"; readonly said: Said; readonly at: LoggedIntoAt; readonly login: Login }
  /** AWS takes the server back, and its group launches another one by itself. */
  | { readonly kind: "departure"; readonly claim: InstanceClaim; readonly what: string }
  | { readonly kind: "ignored" | "malformed"; readonly eventId: string | null; readonly reason: string };
