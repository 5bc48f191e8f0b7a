import { shownRun } from "../../src/views/fleet/fleet-view.ts";
import type { Screen } from "../terminal/io.ts";
import { createPainter } from "../view/painter.ts";
import { MAX_HEIGHT, renderView } from "../view/render-view.ts";
import type { WatchOutput } from "./watch-output.ts";

/** The live view, repainted in its place on a terminal. */
export function liveOutput(screen: Screen, colour: boolean): WatchOutput {
  const painter = createPainter(screen);
  return {
    wantsServers: true,
    show(model, now) {
      // The cursor rests on the line below the frame.
      const height = Math.min(MAX_HEIGHT, screen.height - 1);
      // Nothing is painted over the last one.
      const whole = (shownRun(model)?.endedAt ?? null) !== null;
      painter.paint(renderView(model, { width: screen.width, height, colour, now, whole }));
    },
    end: () => painter.end(),
  };
}
