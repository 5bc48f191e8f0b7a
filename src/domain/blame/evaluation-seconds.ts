/** A composite alarm, or one on a query of logs, does not say over what: it is taken for one of a minute. */
const UNSAID = { periodSeconds: 60, periods: 1 };
/** CloudWatch reaches back over more periods than it evaluates where some have no data (alarms-and-missing-data). */
const MORE_PERIODS = 2;
/** The period that goes on when traffic is moved has something of before. */
const PERIOD_UNDER_WAY = 1;
/** Datapoints of a load balancer come a minute late. */
const DELAY_SECONDS = 60;

/** Seconds from a change on until all that an alarm evaluates is of after the change. */
export function evaluationSeconds(
  evaluation: { readonly periodSeconds: number; readonly periods: number } | null,
): number {
  const { periodSeconds, periods } = evaluation ?? UNSAID;
  return (periods + MORE_PERIODS + PERIOD_UNDER_WAY) * periodSeconds + DELAY_SECONDS;
}
