import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A seeded source of chance: the same seed gives the same draws, in the same order, on every machine. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  readonly integer: (low: number, high: number) => number;
  /** A number from 0 up to, not including, 1. */
  readonly fraction: () => number;
  /** True with the given probability, 0 to 1. */
  readonly chance: (probability: number) => boolean;
  /** One of the given values. Throws on an empty list. */
  readonly pick: <T>(values: readonly T[]) => T;
  /** `length` hexadecimal digits. */
  readonly hex: (length: number) => string;
}

const DIGITS = "0123456789abcdef";

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const integer = (low: number, high: number): number => uniformInt(generator, low, high);
  const fraction = (): number => integer(0, 0x3fffffff) / 0x40000000;
  return {
    integer,
    fraction,
    chance: (probability) => fraction() < probability,
    pick: (values) => {
      if (values.length === 0) throw new RangeError("pick: the list is empty");
      return values[integer(0, values.length - 1)] as (typeof values)[number];
    },
    // Each call to the account has an id of 32 digits: this is a hot spot.
    hex: (length) => {
      let text = "";
      while (text.length < length) text += DIGITS[integer(0, 15)];
      return text;
    },
  };
}
