/** Clears the screen, rings, forges a row, turns the writing round, hides letters, and speaks C1. */
export const HOSTILE =
  "ill\u001B[2J\u0007\r\nweb  frozen\u202Egnp\u2066\u2028next\u0085\u009B31m\u200B\u001B]0;t\u0007\uD800";
/** The same in words that do no harm. */
export const HARMLESS = "ill web frozen";

/** What no text that leaves may have. A line break is asked for apart: some are moult's own. */
export const UNSAFE = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
