import { NotFound } from "../errors/errors.ts";

/** What `read` answers, or undefined when what it asks for does not exist. */
export async function undefinedIfNotFound<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
