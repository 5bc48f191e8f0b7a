import { isNotFound, translateError } from "../errors/aws-codes.ts";

/**
 * Asks for many things by name where AWS fails the whole call when one is missing (aws-facts 1.6: right after a launch
 * even a real instance id may be). Names that the error mentions are left out of the next question; an error that
 * mentions none leads to one question each. Answers what is there.
 */
export async function describeExisting<T>(
  names: readonly string[],
  ask: (names: string[]) => Promise<T[]>,
): Promise<T[]> {
  if (names.length === 0) return [];
  try {
    return await ask([...names]);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    if (names.length === 1) return [];
    const { message } = translateError(error);
    const unmentioned = names.filter((name) => !mentions(message, name));
    if (unmentioned.length < names.length) return describeExisting(unmentioned, ask);
    const answers = await Promise.all(names.map((name) => describeExisting([name], ask)));
    return answers.flat();
  }
}

/** Whether the text has the whole name in it: `i-1` is not in `i-12`. */
function mentions(text: string, name: string): boolean {
  return text
    .split(name)
    .slice(1)
    .some((rest) => !/^[\w-]/.test(rest));
}

/** `list` in parts of at most `size`. */
export function chunk<T>(list: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < list.length; at += size) parts.push(list.slice(at, at + size));
  return parts;
}
