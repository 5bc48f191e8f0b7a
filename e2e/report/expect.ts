/** What a case finds otherwise than it must be. */
class Unexpected extends Error {
  override readonly name = "Unexpected";
}

/** Throws when it is not so. */
export function expectThat(isSo: boolean, what: string): asserts isSo {
  if (!isSo) throw new Unexpected(what);
}

/** Throws when two values are not written alike in JSON. */
export function expectSame(what: string, found: unknown, wanted: unknown): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (is !== should) throw new Unexpected(`${what}: ${is}, not ${should}`);
}
