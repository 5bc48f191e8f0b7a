/** One page of a list, and the token of the next. */
interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly next: string | undefined;
}

/** All items of a paginated list. `enough` may end it early, given what is there so far. */
export async function allPages<T>(
  ask: (token: string | undefined) => Promise<Page<T>>,
  enough: (items: readonly T[]) => boolean = () => false,
): Promise<T[]> {
  const found: T[] = [];
  let token: string | undefined;
  do {
    const { items = [], next } = await ask(token);
    found.push(...items);
    // EC2 answers an empty token where others answer none.
    token = next === "" ? undefined : next;
  } while (token !== undefined && !enough(found));
  return found;
}
