import { useEffect, useState } from "preact/hooks";
import type { Fault } from "../../wire/messages.ts";
import { Time } from "./time.tsx";

const CAUSES: Readonly<Record<Fault["cause"], string>> = {
  denied: "AWS does not permit it",
  expired: "The session has expired",
  throttled: "AWS asks for patience",
  newer: "This version is too old",
  failed: "It could not be read",
  "not-found": "It is not there",
};

/** What could not be read, why, and what to do next. What was read before stays below it. */
export const FaultNotice = ({
  fault,
  title,
  readAt,
}: {
  readonly fault: Fault;
  readonly title?: string;
  readonly readAt?: number;
}) => (
  <section>
    {title !== undefined && <h1 tabIndex={-1}>{title}</h1>}
    <div class="notice bad" role="alert">
      <p>
        <strong>{CAUSES[fault.cause]}.</strong> {fault.words}
      </p>
      <p>{fault.next}</p>
      {readAt !== undefined && readAt > 0 && (
        <p>
          What is shown was read <Time at={readAt} />.
        </p>
      )}
      {title !== undefined && (
        <p>
          <a href="/">All fleets</a> · <a href="/history">the history</a>
        </p>
      )}
    </div>
  </section>
);

const SKELETON_MS = 300;

/** The first read: nothing for a moment, then the words. */
export function Waiting({ title }: { readonly title: string }) {
  const [isLong, wait] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => wait(true), SKELETON_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section aria-busy="true">
      <h1 tabIndex={-1}>{title}</h1>
      {isLong && (
        <>
          <p class="muted">Reading the ledger …</p>
          <div class="skeleton" aria-hidden="true" />
          <div class="skeleton" aria-hidden="true" />
        </>
      )}
    </section>
  );
}
