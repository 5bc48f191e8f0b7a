import { InvalidInput } from "../../src/errors/errors.ts";
import type { AskOptions } from "./ask-options.ts";

/** What a calendar is asked for, as it is typed. */
export interface CalendarOptions {
  readonly days?: string;
  readonly price?: string;
}

const DEFAULT_DAYS = 14;
/** Nobody plans further ahead, and a year of an hourly age would be thousands of runs. */
const MOST_DAYS = 92;
const MOST_DOLLARS = 1000;

/** Days and price as numbers. Throws InvalidInput that names every value that is none. */
export function calendarNumbers({ days, price }: CalendarOptions): {
  readonly days: number;
  /** Dollars an hour of one server; null: none was given. */
  readonly price: number | null;
} {
  const faults: string[] = [];
  const isDays =
    days === undefined || (/^\d{1,4}$/.test(days) && Number(days) >= 1 && Number(days) <= MOST_DAYS);
  if (!isDays) faults.push(`--days ${days}: give a whole number of days from 1 to ${MOST_DAYS}`);
  const isPrice =
    price === undefined ||
    (/^\d+(\.\d+)?$/.test(price) && Number(price) > 0 && Number(price) <= MOST_DOLLARS);
  if (!isPrice)
    faults.push(
      `--price ${price}: give what one server costs in dollars an hour, such as 0.0832; it is more than 0 and ${MOST_DOLLARS} at most`,
    );
  if (faults.length > 0) throw new InvalidInput(faults.join("; "));
  return {
    days: days === undefined ? DEFAULT_DAYS : Number(days),
    price: price === undefined ? null : Number(price),
  };
}

/** A calendar is of what is decided anyway: throws InvalidInput where something is asked of one rollout besides. */
export function assertOnlyCalendar({
  image,
  force,
  launchedBefore,
  detailedExitcode,
}: AskOptions & { readonly detailedExitcode?: boolean }): void {
  const given = [
    ...(image === undefined ? [] : ["--image"]),
    ...(force === true ? ["--force"] : []),
    ...(launchedBefore === undefined ? [] : ["--launched-before"]),
    ...(detailedExitcode === true ? ["--detailed-exitcode"] : []),
  ];
  if (given.length === 0) return;
  throw new InvalidInput(
    `${given.join(" and ")} ${given.length === 1 ? "is" : "are"} for the calls of one rollout: name a fleet, and leave --days out`,
  );
}
