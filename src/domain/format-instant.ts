/** An instant as a sentence names it: `2026-11-29 11:40:36Z`. `at` in milliseconds since 1970. */
export const formatInstant = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}Z`;
