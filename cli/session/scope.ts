import { InvalidInput } from "../../src/errors/errors.ts";

/** What a freeze is about: one fleet by its name, or with --all every fleet (null). Throws InvalidInput for neither or both. */
export function scopeOf(fleet: string | undefined, all: boolean): string | null {
  if ((fleet === undefined) !== all) {
    throw new InvalidInput(
      `${all ? "both a fleet and --all are given" : "no fleet is given"}: name one fleet, or give --all`,
    );
  }
  return fleet ?? null;
}
