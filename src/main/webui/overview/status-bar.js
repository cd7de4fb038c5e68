import { html, svg } from 'lit';

const WIDTH = 100;
const PARTS = ['online', 'error', 'offline', 'neverConnected'];

/**
 * A bar of the shares of clients by their status. It has no meaning of its own: the numbers are beside it.
 *
 * @param {Record<string, number>} counts
 * @param {string[]} parts their keys in the order of the bar
 */
export function statusBar(counts, parts = PARTS) {
    const total = parts.reduce((sum, part) => sum + counts[part], 0);
    let x = 0;
    const shares = parts
        .filter((part) => counts[part] > 0)
        .map((part) => {
            // Few of many must be seen as well.
            const width = Math.max(1.5, (counts[part] / total) * WIDTH);
            const share = svg`<rect class="part part-${part}" x=${x} width=${width} height="6" />`;
            x += width;
            return share;
        });
    return html`<svg class="status-bar" viewBox="0 0 ${Math.max(x, WIDTH)} 6" preserveAspectRatio="none" aria-hidden="true">
        <rect class="part part-none" width=${Math.max(x, WIDTH)} height="6" />
        ${shares}
    </svg>`;
}
