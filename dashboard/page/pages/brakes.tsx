import type { ComponentChildren } from "preact";
import type { BrakesModel } from "../../wire/models.ts";
import { StateMark } from "../parts/glyph.tsx";
import { Offers } from "../parts/offers.tsx";
import { Ticking, Time } from "../parts/time.tsx";

/** What stops changes now: lists, each row with what ends it. */
export const BrakesPage = ({ model }: { readonly model: BrakesModel }) => (
  <>
    <div class="head">
      <h1 tabIndex={-1}>Brakes</h1>
      <Offers offers={model.offers} />
    </div>
    <p class="muted">What stops changes now, and what ends it.</p>
    <Approvals model={model} />
    <Freezes model={model} />
    <Quarantine model={model} />
    <Storms model={model} />
    <Waits model={model} />
  </>
);

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly none: string;
  readonly children: ComponentChildren;
}

const List = ({ id, title, count, none, children }: Listed) => (
  <section aria-labelledby={id}>
    <h2 id={id}>
      {title} <span class="count">{count}</span>
    </h2>
    {count === 0 ? <p class="muted">{none}</p> : <ul class="cards wide">{children}</ul>}
  </section>
);

const Approvals = ({ model: { approvals } }: { readonly model: BrakesModel }) => (
  <List id="approvals" title="Wait for an approval" count={approvals.length} none="Nobody waits for a yes.">
    {approvals.map(({ id, fleet, what, until, onDeadline, offers }) => (
      <li key={id}>
        <p>
          <StateMark state="approval" />{" "}
          <a href={`/fleets/${fleet}`} data-row>
            {fleet}
          </a>
          : {what}
        </p>
        <p class="muted">
          until <Ticking at={until} />, then{" "}
          {onDeadline === "reject" ? "it is rejected" : "it goes on without"}
        </p>
        <Offers offers={offers} />
      </li>
    ))}
  </List>
);

const Freezes = ({ model: { freezes } }: { readonly model: BrakesModel }) => (
  <List id="freezes" title="Frozen" count={freezes.length} none="Nothing is frozen.">
    {freezes.map(({ id, fleet, reason, by, since, until, offers }) => (
      <li key={id}>
        <p>
          <StateMark state="frozen" />{" "}
          {fleet === null ? (
            <strong>every fleet</strong>
          ) : (
            <a href={`/fleets/${fleet}`} data-row>
              {fleet}
            </a>
          )}
          : {reason}
        </p>
        <p class="muted">
          by {by}, since <Time at={since} />,{" "}
          {until === null ? (
            "until it is lifted"
          ) : (
            <>
              until <Ticking at={until} />
            </>
          )}
        </p>
        <Offers offers={offers} />
      </li>
    ))}
  </List>
);

const Quarantine = ({ model: { quarantine } }: { readonly model: BrakesModel }) => (
  <List
    id="quarantine"
    title="Images in quarantine"
    count={quarantine.length}
    none="No image is in quarantine."
  >
    {quarantine.map(({ id, image, reach, reason, at, fleet, offers }) => (
      <li key={id}>
        <p>
          <StateMark state="failed" word="quarantine" /> <code>{image}</code> for {reach ?? "every fleet"}:{" "}
          {reason}
        </p>
        <p class="muted">
          since <Time at={at} />
          {fleet !== null && (
            <>
              , found by <a href={`/fleets/${fleet}`}>{fleet}</a>
            </>
          )}
        </p>
        <Offers offers={offers} />
      </li>
    ))}
  </List>
);

const Storms = ({ model: { storms } }: { readonly model: BrakesModel }) => (
  <List id="storms" title="Storms of findings" count={storms.length} none="No storm holds findings.">
    {storms.map(({ id, number, words, fleets, since, offers }) => (
      <li key={id}>
        <p>
          <StateMark state="waits" word={`storm ${number}`} /> {words}, on {fleets} fleets
        </p>
        <p class="muted">
          since <Time at={since} />, no server is replaced for it until somebody says that it is meant
        </p>
        <Offers offers={offers} />
      </li>
    ))}
  </List>
);

const Waits = ({ model: { waits } }: { readonly model: BrakesModel }) => (
  <List id="waits" title="Due, and held" count={waits.length} none="Nothing that is due is held.">
    {waits.map(({ id, by, reason, until }) => (
      <li key={id}>
        <p>
          <StateMark state="waits" word={by} />{" "}
          <a href={`/fleets/${id}`} data-row>
            {id}
          </a>
          : {reason}
        </p>
        <p class="muted">
          {until === null ? (
            "only a change, or a person, ends it"
          ) : (
            <>
              ends <Ticking at={until} />
            </>
          )}
        </p>
      </li>
    ))}
  </List>
);
