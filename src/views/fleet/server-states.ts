/** In the order of a server's life. */
export const serverStates = [
  "pending",
  "booting",
  "healthy",
  "unhealthy",
  "draining",
  "terminating",
  "gone",
] as const;

export type ServerState = (typeof serverStates)[number];

/** One server as the view shows it: one cell. */
export interface ViewServer {
  readonly id: string;
  readonly zone: string;
  /** Number of its generation. */
  readonly generation: number;
  readonly state: ServerState;
  /** Since its launch; null where it is not known. */
  readonly ageSeconds: number | null;
}
