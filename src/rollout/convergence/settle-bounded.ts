/** As Promise.allSettled, with at most `atOnce` under way: the next begins, in order, when one has ended. */
export async function settleBounded<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  const settled: PromiseSettledResult<R>[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    // All workers take from the one iterator.
    for (const [index, item] of waiting) {
      const [result] = await Promise.allSettled([work(item)]);
      settled[index] = result;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return settled;
}
