import type { HourTotal } from '../lib/audience.ts';
import { messages } from '../lib/messages.ts';
import { Time } from './time.tsx';

const WIDTH = 720;
const HEIGHT = 160;
const GAP = 4;

/** The site's views by hour: a drawing, and the same as a table for who reads rather than sees. */
export function DayChart({ hours }: { hours: HourTotal[] }) {
  const most = Math.max(1, ...hours.map(({ views }) => views));
  const { chart, table, hour, views: viewsOf } = messages.trending;
  const step = WIDTH / Math.max(1, hours.length);
  return (
    <figure className="day-chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {hours.map(({ start, views }, place) => {
          const height = Math.max(1, (views / most) * (HEIGHT - 10));
          return (
            <rect
              key={start.getTime()}
              x={place * step + GAP / 2}
              y={HEIGHT - height}
              width={step - GAP}
              height={height}
            />
          );
        })}
      </svg>
      <details>
        <summary>{table}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{hour}</th>
              <th scope="col">{viewsOf}</th>
            </tr>
          </thead>
          <tbody>
            {hours.map(({ start, views }) => (
              <tr key={start.getTime()}>
                <td>
                  <Time date={start} form="time" />
                </td>
                <td>{messages.numbers.number(views)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <figcaption>{chart(most)}</figcaption>
    </figure>
  );
}
