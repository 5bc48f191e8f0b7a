/** A server as scale-in looks at it. */
export interface Leaver {
  readonly id: string;
  readonly zone: string;
  readonly weight: number;
  readonly healthy: boolean;
  /** Its zone is none of the group's any more. */
  readonly stray: boolean;
  /** Launched from the template that the group launches from now, in whatever version. */
  readonly current: boolean;
  /** Number of the template version it was launched from. */
  readonly version: number;
  /** Place of its instance type in the order in which the group's choices are tried; 0 is the first. */
  readonly choice: number;
  /** Milliseconds since 1970. */
  readonly launchedAt: number;
  readonly mayLeave: boolean;
}

type Order = (a: Leaver, b: Leaver, now: number) => number;

const HOUR_MS = 3_600_000;
const untilNextHour = ({ launchedAt }: Leaver, now: number): number =>
  (HOUR_MS - ((now - launchedAt) % HOUR_MS)) % HOUR_MS;

// Those of another template than the group's go first, then the oldest version of the group's own.
const byTemplate: Order = (a, b) =>
  Number(a.current) - Number(b.current) || (a.current ? a.version - b.version : 0);
const byHour: Order = (a, b, now) => untilNextHour(a, now) - untilNextHour(b, now);
const byChoice: Order = (a, b) => b.choice - a.choice;

/**
 * The predefined policies (ASG/ec2-auto-scaling-termination-policies). The default one for a mixed group aligns with the
 * allocation strategy first. The simulator has no launch configurations, so their policy decides nothing.
 */
const ORDERS: Readonly<Record<string, Order>> = {
  Default: (a, b, now) => byChoice(a, b, now) || byTemplate(a, b, now) || byHour(a, b, now),
  AllocationStrategy: byChoice,
  OldestLaunchTemplate: byTemplate,
  OldestLaunchConfiguration: () => 0,
  ClosestToNextInstanceHour: byHour,
  NewestInstance: (a, b) => b.launchedAt - a.launchedAt,
  OldestInstance: (a, b) => a.launchedAt - b.launchedAt,
};

/** Names of the termination policies that are carried out. */
export const POLICIES: readonly string[] = Object.keys(ORDERS);

/**
 * Which of two goes first by policies in their order. Unhealthy ones go before the policies are asked, which are applied
 * to healthy servers only. Equals go by chance: by their ids, which are drawn, so that it costs no draw of its own.
 */
export function rank(a: Leaver, b: Leaver, policies: readonly string[], now: number): number {
  const health = Number(a.healthy) - Number(b.healthy);
  if (health !== 0) return health;
  for (const policy of policies) {
    const order = ORDERS[policy]?.(a, b, now) ?? 0;
    if (order !== 0) return order;
  }
  return a.id < b.id ? -1 : 1;
}
