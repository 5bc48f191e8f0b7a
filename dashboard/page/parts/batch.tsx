import type { RecycleModel } from "../../wire/run-model.ts";
import { ShortId } from "./short-id.tsx";

/** Servers that are replaced in place: how many are done, those of the batch, and those that are left alone. */
export const Batch = ({ recycle }: { readonly recycle: RecycleModel }) => (
  <section aria-labelledby="batch">
    <h2 id="batch">Replaced in place</h2>
    <p>
      <progress value={recycle.replaced} max={Math.max(1, recycle.all)} aria-labelledby="batch" />{" "}
      {recycle.replaced} of {recycle.all} servers of generation {recycle.generation}
      {recycle.batch !== null && `; batch ${recycle.batch}, at most ${recycle.atOnce} at once`}
    </p>
    {recycle.batch !== null && (
      <div class="columns">
        <Members title="Leave" members={recycle.old} awaited={0} />
        <Members title="Take their place" members={recycle.fresh} awaited={recycle.awaited} />
      </div>
    )}
    {recycle.left.length > 0 && (
      <>
        <h3>Left alone</h3>
        <ul>
          {recycle.left.map(({ id, reason }) => (
            <li key={id}>
              <ShortId id={id} /> {reason}
            </li>
          ))}
        </ul>
      </>
    )}
  </section>
);

interface MembersProps {
  readonly title: string;
  readonly members: RecycleModel["old"];
  readonly awaited: number;
}

const Members = ({ title, members, awaited }: MembersProps) => (
  <div>
    <h3>{title}</h3>
    <ul>
      {members.map(({ id, zone, words, tone }) => (
        <li key={id}>
          <ShortId id={id} /> <span class="muted">{zone}</span>{" "}
          <span class={tone === "muted" ? "muted" : undefined}>{words}</span>
        </li>
      ))}
      {awaited > 0 && <li class="muted">{awaited} to be launched</li>}
    </ul>
  </div>
);
