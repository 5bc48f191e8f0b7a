export type ServerLook =
  | "pending"
  | "booting"
  | "late"
  | "healthy"
  | "idle"
  | "unhealthy"
  | "isolated"
  | "draining"
  | "terminating"
  | "gone"
  | "unread";

export interface ServerModel {
  readonly id: string;
  readonly zone: string;
  readonly generation: number;
  readonly look: ServerLook;
  /** What was found about it: a mark in its cell. */
  readonly finding: string | null;
  readonly ageSeconds: number | null;
}

export interface GenerationModel {
  /** Its number as text. */
  readonly id: string;
  readonly number: number;
  readonly role: "live" | "candidate" | "warm" | "retained" | "going";
  readonly image: string;
  readonly group: string;
  readonly reason: string;
}

/** Servers as they were last read. */
export interface ServersModel {
  readonly list: readonly ServerModel[];
  /** When they were read; null: never yet. */
  readonly readAt: number | null;
  /** Why they cannot be read; null: they can. */
  readonly fault: string | null;
}
