/** What all of them answered; throws what the first of them threw that failed. */
export function answersOf<T>(settled: readonly PromiseSettledResult<T>[]): T[] {
  return settled.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
}
