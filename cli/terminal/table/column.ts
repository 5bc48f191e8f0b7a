/** A column of a table, and what becomes of it where there is no room for all. */
export interface Column {
  readonly head: string;
  /**
   * `always`: it is there, and as wide as it has to be. `room`: it is left out, the last first, where the others would not even fit broken.
   * `whole`: it is left out, the last first, where a cell would have to be broken for it. Default: always.
   */
  readonly shown?: "always" | "room" | "whole";
  /** Its cells may be broken into lines of this many columns at the least. Not there: they are not broken. */
  readonly least?: number;
}

export const GAP = 2;
