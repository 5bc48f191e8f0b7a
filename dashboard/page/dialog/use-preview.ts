import { useEffect, useState } from "preact/hooks";
import type { Offer, Preview, Subject } from "../../wire/acts.ts";
import { askPreview } from "./ask-desk.ts";

/** What a person has chosen of an act, as it stands in the fields. */
export interface Chosen {
  readonly item: string;
  readonly option: boolean;
}

interface Previewed {
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
  /** What was read last; null: nothing yet. */
  readonly preview: Preview | null;
  /** It is of what is chosen. */
  readonly isCurrent: boolean;
  /** Why there is none, or why nothing was done; empty: nothing is to be said. */
  readonly words: string;
  readonly refuse: (next: Preview | null, why: string) => void;
}

interface Read {
  readonly preview: Preview;
  /** What was asked for, which the preview may name closer. */
  readonly of: Subject;
}

/** So long after the last letter, what was typed is what is meant. */
const TYPED_MS = 300;

/** Reads what an act would do, and again with each choice. */
export function usePreview(offer: Offer): Previewed {
  const [chosen, choose] = useState<Chosen>({ item: offer.item ?? "", option: offer.option });
  const [read, show] = useState<Read | null>(null);
  const [words, say] = useState("");
  const subject = subjectOf(offer, chosen);
  const isCurrent = read?.of.item === subject.item && read.of.option === subject.option;
  useEffect(() => {
    if (isCurrent) return;
    let isOver = false;
    const look = async (): Promise<void> => {
      const answer = await askPreview(subject);
      if (isOver) return;
      if ("revision" in answer) show({ preview: answer, of: subject });
      say("revision" in answer ? "" : answer.words);
    };
    const timer = setTimeout(() => void look(), read === null ? 0 : TYPED_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [subject.item, subject.option]);
  const refuse = (next: Preview | null, why: string): void => {
    if (next !== null) show({ preview: next, of: subject });
    say(why);
  };
  return { chosen, choose, preview: read?.preview ?? null, isCurrent, words, refuse };
}

/** An empty field is whichever. */
const subjectOf = ({ act, fleet }: Offer, { item, option }: Chosen): Subject => ({
  act,
  fleet,
  item: item.trim() === "" ? null : item.trim(),
  option,
});
