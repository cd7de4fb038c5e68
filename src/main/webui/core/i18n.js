import { Observable } from './observable.js';

/** Languages with their own names, and where their texts are. Only the chosen one is loaded. */
const LANGUAGES = {
    en: { name: 'English', load: () => import('../texts/en.json') },
    ja: { name: '日本語', load: () => import('../texts/ja.json') },
};

const REMEMBERED = 'language';

class Language extends Observable {
    code = 'en';
    texts = {};

    get all() {
        return Object.entries(LANGUAGES).map(([code, { name }]) => ({ code, name }));
    }

    /** Loads the texts of the remembered language, else of the first that the browser prefers. */
    async start() {
        const preferred = navigator.languages.map((tag) => tag.split('-')[0]);
        await this.#use([remembered(), ...preferred, 'en'].find((code) => Object.hasOwn(LANGUAGES, code)));
    }

    /**
     * Switches to a language and remembers it.
     *
     * @param {string} code
     */
    async choose(code) {
        await this.#use(code);
        try {
            localStorage.setItem(REMEMBERED, code);
        } catch {
            // Storage is off: the choice lasts as long as the page.
        }
    }

    async #use(code) {
        this.texts = (await LANGUAGES[code].load()).default;
        this.code = code;
        this.plural = new Intl.PluralRules(code);
        this.number = new Intl.NumberFormat(code);
        document.documentElement.lang = code;
        this.changed();
    }
}

function remembered() {
    try {
        return localStorage.getItem(REMEMBERED) ?? '';
    } catch {
        return '';
    }
}

export const language = new Language();

/**
 * The text of a key in the chosen language.
 *
 * @param {string} key
 * @param {Record<string, string | number>} values for `{name}` in the text
 */
export function t(key, values = {}) {
    const text = language.texts[key];
    if (text === undefined) {
        return key;
    }
    return text.replace(/\{(\w+)\}/g, (place, name) => {
        const value = values[name];
        return typeof value === 'number' ? language.number.format(value) : (value ?? place);
    });
}

/**
 * The text of a key for a number: `key.one` or `key.other`, with `{count}`.
 *
 * @param {string} key
 * @param {number} count
 * @param {Record<string, string | number>} values
 */
export function plural(key, count, values = {}) {
    const form = language.plural.select(count) === 'one' ? 'one' : 'other';
    return t(`${key}.${form}`, { count, ...values });
}

/** Whether a text of this key exists: for keys that the server chooses. */
export function hasText(key) {
    return Object.hasOwn(language.texts, key);
}

/** @param {number | null | undefined} value */
export function number(value) {
    return value === null || value === undefined ? '–' : language.number.format(value);
}
