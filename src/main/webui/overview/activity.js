import { html } from 'lit';
import { duration, timeOfDay } from '../core/clock.js';
import { number, plural, t } from '../core/i18n.js';
import { areaChart, barChart } from './charts.js';

const MINUTE = 60_000;
const LAG_MILLIS = 5 * MINUTE;
const SAMPLE_MILLIS = 4_000;
const LEAST_SECONDS = 2;

/** The lag over the last minutes: the samples of the server, and those of this page. */
export class LagHistory {
    #points = [];

    /** @param {any} overview an answer of `/api/overview` */
    add({ at, lag }) {
        const known = new Map(this.#points.map((point) => [point.at, point]));
        for (const sample of [...lag.samples, { at, behind: lag.behind, longestSeconds: lag.longestSeconds }]) {
            const time = Date.parse(sample.at);
            known.set(time, { at: time, value: sample.longestSeconds });
        }
        const oldest = Date.parse(at) - LAG_MILLIS;
        this.#points = thinned([...known.values()].filter((point) => point.at >= oldest).sort((a, b) => a.at - b.at));
    }

    get points() {
        return this.#points;
    }
}

/** Several answers within seconds are one point, with the longest lag. */
function thinned(points) {
    const kept = [];
    for (const point of points) {
        const last = kept.at(-1);
        if (last && kept.length > 1 && point.at - last.at < SAMPLE_MILLIS && last !== points[0]) {
            last.value = Math.max(last.value, point.value);
        } else {
            kept.push({ ...point });
        }
    }
    const newest = points.at(-1);
    return newest && kept.at(-1).at !== newest.at ? [...kept, newest] : kept;
}

/** @param {any} overview */
export function changes({ at, changesPerMinute: values, revision }) {
    const total = values.reduce((sum, value) => sum + value, 0);
    const most = Math.max(...values);
    const running = Math.floor(Date.parse(at) / MINUTE) * MINUTE;
    const when = running - (values.length - 1 - values.lastIndexOf(most)) * MINUTE;
    const text =
        total === 0 ? t('changes.none') : plural('changes.text', total, { most, time: timeOfDay(when), now: values.at(-1) });
    return html`<section class="card">
        <header><h2>${t('changes.title')}</h2><span class="faint">${t('changes.revision', { revision })}</span></header>
        <p class="chart-value"><strong>${number(total)}</strong> <span>${t('changes.lastHour')}</span></p>
        ${barChart({ values, text, from: t('chart.hourAgo'), to: t('chart.now'), top: most ? plural('changes.perMinute', most) : '' })}
    </section>`;
}

/**
 * @param {any} overview
 * @param {LagHistory} history
 */
export function lag({ at, lag: now }, history) {
    const until = Date.parse(at);
    const values = history.points.map(({ value }) => value);
    const most = Math.max(0, ...values);
    const text = t('lag.text', { behind: now.behind, confirming: now.confirming, longest: seconds(now.longestSeconds), most: seconds(most) });
    return html`<section class="card">
        <header><h2>${t('lag.title')}</h2><span class="faint">${t('lag.confirming', { confirming: now.confirming })}</span></header>
        <p class="chart-value">
            <strong>${number(now.behind)}</strong>
            <span>${now.behind ? plural('lag.behind', now.behind, { longest: seconds(now.longestSeconds) }) : t('lag.current')}</span>
        </p>
        ${areaChart({
            points: history.points,
            since: until - LAG_MILLIS,
            until,
            least: LEAST_SECONDS,
            text,
            from: t('chart.minutesAgo', { count: LAG_MILLIS / MINUTE }),
            to: t('chart.now'),
            top: seconds(Math.max(LEAST_SECONDS, most)),
        })}
    </section>`;
}

function seconds(value) {
    return value > 0 && value < 1 ? t('lag.subsecond') : duration(value * 1_000);
}
