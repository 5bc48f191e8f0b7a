/** What all of them answered; throws what the first of them threw that failed. */
export function answersOf<T>(settled: readonly PromiseSettledResult<T>[]): T[] {
  const failed = settled.find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}
