import { language, t } from './i18n.js';
import { Observable } from './observable.js';

/** Ticks once a second while somebody watches a visible page. */
export const clock = new Observable();

setInterval(() => document.hidden || clock.changed(), 1_000);

const UNITS = [
    ['second', 60],
    ['minute', 60],
    ['hour', 24],
    ['day', 30],
    ['month', 12],
    ['year', Infinity],
];

const formats = new Map();

function format(kind, options, type) {
    const key = kind + language.code;
    if (!formats.has(key)) {
        formats.set(key, new type(language.code, options));
    }
    return formats.get(key);
}

/**
 * How long ago or ahead an instant is, such as "3 min. ago".
 *
 * @param {string} instant ISO 8601
 */
export function relative(instant) {
    let distance = (Date.parse(instant) - Date.now()) / 1_000;
    if (Math.abs(distance) < 5) {
        return t('time.now');
    }
    for (const [unit, size] of UNITS) {
        if (Math.abs(distance) < size) {
            const options = { numeric: 'auto', style: 'short' };
            return format('relative', options, Intl.RelativeTimeFormat).format(Math.trunc(distance), unit);
        }
        distance /= size;
    }
}

/**
 * The instant in the viewer's zone, to the second, with the zone's name.
 *
 * @param {string | number} instant
 */
export function exact(instant) {
    const options = { dateStyle: 'medium', timeStyle: 'long' };
    return format('exact', options, Intl.DateTimeFormat).format(new Date(instant));
}

/**
 * The instant in the viewer's zone, short, for tables.
 *
 * @param {string | number} instant
 */
export function stamp(instant) {
    const at = new Date(instant);
    const year = at.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
    const options = { year, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' };
    return format('stamp' + year, options, Intl.DateTimeFormat).format(at);
}

/** @param {string | number} instant */
export function day(instant) {
    return format('day', { dateStyle: 'medium' }, Intl.DateTimeFormat).format(new Date(instant));
}

/** @param {string | number} instant */
export function timeOfDay(instant) {
    return format('time', { timeStyle: 'medium' }, Intl.DateTimeFormat).format(new Date(instant));
}

/**
 * A duration such as "35 s" or "2 h".
 *
 * @param {number} millis
 */
export function duration(millis) {
    let amount = Math.max(0, millis / 1_000);
    for (const [unit, size] of UNITS.slice(0, 4)) {
        if (amount < size || unit === 'day') {
            const options = { style: 'unit', unit, unitDisplay: 'short' };
            return format('duration' + unit, options, Intl.NumberFormat).format(Math.floor(amount));
        }
        amount /= size;
    }
}

const PERIOD = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const PERIOD_UNITS = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
];

/**
 * A duration that was chosen, in the largest unit that it is a multiple of, such as "365 days" or "90 minutes".
 *
 * @param {string} iso ISO 8601
 */
export function period(iso) {
    const parts = PERIOD.exec(iso);
    if (!parts) {
        return iso;
    }
    const seconds = PERIOD_UNITS.reduce((sum, [, size], index) => sum + Number(parts[index + 1] ?? 0) * size, 0);
    const [unit, size] = PERIOD_UNITS.find(([, each]) => seconds % each === 0);
    return format('period' + unit, { style: 'unit', unit, unitDisplay: 'long' }, Intl.NumberFormat).format(seconds / size);
}
