import { html, svg } from 'lit';

const WIDTH = 600;
const HEIGHT = 96;

/**
 * Bars over time, the newest at the right. The text says the same as the picture.
 *
 * @param {{values: number[], text: string, from: string, to: string, top: string}} chart
 */
export function barChart({ values, text, from, to, top }) {
    const most = Math.max(1, ...values);
    const step = WIDTH / values.length;
    const bars = values.map((value, index) => {
        const height = value ? Math.max(2, (value / most) * (HEIGHT - 2)) : 1;
        const kind = value ? 'bar' : 'bar bar-zero';
        return svg`<rect class=${kind} x=${index * step + step * 0.14} y=${HEIGHT - height} width=${step * 0.72} height=${height} />`;
    });
    return frame(bars, { text, from, to, top });
}

/**
 * A line over time with the area below it.
 *
 * @param {{points: {at: number, value: number}[], since: number, until: number, least: number, text: string, from: string,
 *     to: string, top: string}} chart `least`: the top of the scale is at least this
 */
export function areaChart({ points, since, until, least, text, from, to, top }) {
    const most = Math.max(least, ...points.map(({ value }) => value));
    const x = (at) => Math.max(0, Math.min(WIDTH, ((at - since) / (until - since)) * WIDTH));
    const y = (value) => HEIGHT - 1.5 - (value / most) * (HEIGHT - 3);
    const line = points.map(({ at, value }) => `${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join('L');
    const drawn = points.length
        ? svg`<path class="area" d="M${x(points[0].at)} ${HEIGHT}L${line}L${x(points.at(-1).at)} ${HEIGHT}Z" />
              <path class="curve" d="M${line}" />`
        : '';
    return frame(drawn, { text, from, to, top });
}

function frame(content, { text, from, to, top }) {
    return html`<figure class="chart">
        <div class="chart-top" aria-hidden="true">${top}</div>
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${text}>
            <path class="grid" d="M0 0.5H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT - 0.5}H${WIDTH}" />
            ${content}
        </svg>
        <div class="chart-axis" aria-hidden="true"><span>${from}</span><span>${to}</span></div>
    </figure>`;
}
