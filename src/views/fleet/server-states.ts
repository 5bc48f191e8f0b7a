/** In the order of a server's life. */
export const serverStates = [
  "pending",
  /** In the time in which it is expected to become healthy. */
  "booting",
  /** Past that, and before its deadline. */
  "late",
  /** Healthy, and no traffic goes to its generation. */
  "ready",
  "healthy",
  /** After it was healthy, or past its deadline. */
  "unhealthy",
  /** Taken out of service, and kept. */
  "isolated",
  "draining",
  "terminating",
  "gone",
  /** The load balancer could not be asked. */
  "unreadable",
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
