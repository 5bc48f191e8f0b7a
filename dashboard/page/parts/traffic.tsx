import type { TrafficModel } from "../../wire/run-model.ts";
import { clockWords, lengthWords } from "./time.tsx";
import { useMedia } from "./use-media.ts";

const HEIGHT = 120;
const LEFT = 56;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 92;

interface Shown {
  readonly traffic: TrafficModel;
  readonly startedAt: number;
}

/** Green's share over time: a solid line for what was read back, a dashed one for what was set. */
export function Traffic({ traffic, startedAt }: Shown) {
  const { set, read, agreeing, ahead, points } = traffic;
  const back = read === null ? "not yet" : `${read} % (${agreeing} reads agree)`;
  const then = ahead.length === 0 ? "" : `; then ${ahead.map((each) => `${each} %`).join(", ")}`;
  const isNone = set === 0 && points.every((point) => point.set === 0);
  const words = isNone
    ? `They have been given no traffic${then}.`
    : `Set to ${set} %, read back ${back}${then}.`;
  return (
    <section aria-labelledby="traffic">
      <h2 id="traffic">Traffic on the new servers</h2>
      <p>{words}</p>
      <Chart traffic={traffic} startedAt={startedAt} words={words} />
      <p class="muted key-line">
        <span class="line-solid" aria-hidden="true" /> read back{" "}
        <span class="line-dashed" aria-hidden="true" /> set
      </p>
      <details>
        <summary>Show the data</summary>
        <Data traffic={traffic} startedAt={startedAt} />
      </details>
    </section>
  );
}

/** The room that it is drawn in: its words keep their size, which would shrink with it. */
function useWidth(): number {
  const isNarrow = useMedia("(width < 560px)");
  const isWide = useMedia("(width >= 1000px)");
  return isNarrow ? 360 : isWide ? 960 : 720;
}

function Chart({ traffic: { points }, startedAt, words }: Shown & { readonly words: string }) {
  const width = useWidth();
  const end = Math.max(points.at(-1)?.at ?? startedAt, startedAt + 60_000);
  const x = (at: number): number => LEFT + ((at - startedAt) / (end - startedAt)) * (width - LEFT - RIGHT);
  const y = (percent: number): number => BOTTOM - (percent / 100) * (BOTTOM - TOP);
  const back = points.flatMap(({ at, read }) => (read === null ? [] : [[x(at), y(read)] as const]));
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      class="chart"
      role="img"
      aria-label={`Traffic over time. ${words}`}
    >
      {[0, 50, 100].map((percent) => (
        <g key={percent}>
          <line class="grid-line" x1={LEFT} x2={width - RIGHT} y1={y(percent)} y2={y(percent)} />
          <text class="axis" x={LEFT - 8} y={y(percent) + 4} text-anchor="end">
            {percent} %
          </text>
        </g>
      ))}
      <polyline class="set" points={steps(points.map(({ at, set }) => [x(at), y(set)]))} />
      <polyline class="read" points={steps(back)} />
      <text class="axis" x={LEFT} y={HEIGHT - 6}>
        {clockWords(startedAt)}
      </text>
      <text class="axis" x={width - RIGHT} y={HEIGHT - 6} text-anchor="end">
        {clockWords(end)}
      </text>
    </svg>
  );
}

const Data = ({ traffic: { points }, startedAt }: Shown) => (
  <table class="data">
    <thead>
      <tr>
        {["At", "Since the beginning", "Set", "Read back"].map((head) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {points.map(({ at, set, read }, index) => (
        <tr key={index}>
          <td>{clockWords(at)}</td>
          <td>{lengthWords(at - startedAt)}</td>
          <td>{set} %</td>
          <td>{read === null ? "–" : `${read} %`}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** A line of steps: it keeps its height until the next point. */
function steps(points: readonly (readonly [number, number])[]): string {
  const out: string[] = [];
  let height: number | undefined;
  for (const [x, y] of points) {
    if (height !== undefined) out.push(`${x.toFixed(1)},${height.toFixed(1)}`);
    out.push(`${x.toFixed(1)},${y.toFixed(1)}`);
    height = y;
  }
  return out.join(" ");
}
