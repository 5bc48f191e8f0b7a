/** What an act comes to, before it is done. */
export interface Effects {
  /** Why it can do nothing now, and what does instead; null: it can. */
  readonly blocked: string | null;
  readonly effects: readonly string[];
  readonly not: readonly string[];
  readonly irreversible: readonly string[];
  /** How long it lasts where nothing else is said, if that is as it stands. */
  readonly lasts?: string;
}

export const blockedBy = (reason: string): Effects => ({
  blocked: reason,
  effects: [],
  not: [],
  irreversible: [],
});

export const doing = (
  effects: readonly string[],
  { not = [], irreversible = [] }: Partial<Pick<Effects, "not" | "irreversible">> = {},
): Effects => ({ blocked: null, effects, not, irreversible });
