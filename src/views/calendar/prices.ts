import { formatInstant } from "../../domain/format-instant.ts";
import type { PriceOf } from "../../domain/calendar/double-running.ts";
import { PRICE_TABLE } from "./price-table.ts";

/** What servers cost, and who says so. */
export interface Prices {
  /** `given`: by --price; `aws`: AWS's price list of now; `table`: what comes with moult. */
  readonly source: "given" | "aws" | "table";
  /** The Region that they are of; null: whoever gave it knows. */
  readonly region: string | null;
  /** `2026-01-19` */
  readonly asOf: string;
  /** Who says so, in words. */
  readonly words: string;
  /** Why they are not AWS's own of the fleets' Region; null: they are, or were given. */
  readonly insteadOf: string | null;
  /** Dollars of one server; by instance type, or the same for any. */
  readonly dollarsPerHour: ReadonlyMap<string, number> | number;
}

/** Dollars an hour of one server by instance type, and null for one that is not among them. */
export const priceOf =
  (prices: Prices | null): PriceOf =>
  (type) =>
    prices === null
      ? null
      : typeof prices.dollarsPerHour === "number"
        ? prices.dollarsPerHour
        : (prices.dollarsPerHour.get(type) ?? null);

const dayOf = (now: number): string => formatInstant(now).slice(0, 10);

/** One price for every server, as a person gave it. */
export const givenPrice = (dollars: number, now: number): Prices => ({
  source: "given",
  region: null,
  asOf: dayOf(now),
  words: `$${dollars} an hour a server, as --price gives it`,
  insteadOf: null,
  dollarsPerHour: dollars,
});

/** AWS's own list. */
export const listedPrices = (prices: ReadonlyMap<string, number>, region: string, now: number): Prices => ({
  source: "aws",
  region,
  asOf: dayOf(now),
  words: `AWS's price list of ${region} (Linux, on demand) on ${dayOf(now)}`,
  insteadOf: null,
  dollarsPerHour: prices,
});

/** The table that comes with moult, where AWS's list could not be read. */
export const tabledPrices = (region: string, reason: string): Prices => ({
  source: "table",
  region: PRICE_TABLE.region,
  asOf: PRICE_TABLE.asOf,
  words: `the table that comes with moult, ${PRICE_TABLE.region} (Linux, on demand) on ${PRICE_TABLE.asOf}`,
  insteadOf:
    region === PRICE_TABLE.region
      ? `AWS's price list cannot be read: ${reason}`
      : `the fleets are in ${region}, whose prices are others; AWS's price list cannot be read: ${reason}`,
  dollarsPerHour: PRICE_TABLE.dollarsPerHour,
});
