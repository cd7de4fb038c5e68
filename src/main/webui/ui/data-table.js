import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { plural, t } from '../core/i18n.js';
import { router } from '../core/router.js';
import { explain } from './failures.js';
import { icon } from './icons.js';
import { VisibleRows } from './visible-rows.js';
import { View } from './view.js';

const HIGHLIGHT_MILLIS = 2_000;

/**
 * A list of a collection: search, filters, sort, and only the visible rows in the document, so that 10,000 are smooth.
 * Search, filters and sort are in the query of the address, so that a reload or a link shows the same. A related
 * collection is one that columns and filters look at as well.
 *
 * @typedef {object} Column
 * @property {string} key
 * @property {string} label
 * @property {(item: any) => unknown} cell
 * @property {(item: any) => string | number | null | undefined} [sort] what the column is sorted by
 * @property {'number' | 'short' | 'slim' | 'widest' | 'wide' | 'middle' | 'row-actions'} [kind] `widest`, `wide` and `middle` are left out on
 *     narrower screens
 *
 * @typedef {{name: string, label: string, options: {value: string, label: string}[],
 *     matches: (item: any, value: string) => boolean}} Filter
 */
class DataTable extends View {
    static properties = {
        label: {},
        collection: { attribute: false },
        related: { attribute: false },
        columns: { attribute: false },
        filters: { attribute: false },
        searchText: { attribute: false },
        key: {},
        empty: { attribute: false },
        plain: { type: Boolean },
    };

    #rows = new VisibleRows(this);
    #watchedCollection = null;
    #found = {};

    constructor() {
        super();
        this.filters = [];
        this.key = 'id';
        this.query = {};
    }

    connectedCallback() {
        super.connectedCallback();
        this.query = this.plain ? {} : Object.fromEntries(router.query);
    }

    willUpdate() {
        if (this.collection !== this.#watchedCollection) {
            this.#watchedCollection = this.collection;
            this.watch(this.collection, ...(this.related ? [this.related] : []));
            this.collection.ensure();
        }
    }

    #set(name, value) {
        this.query = { ...this.query, [name]: value };
        if (!this.plain) {
            router.setQuery({ [name]: value });
        }
        this.requestUpdate();
    }

    #sortBy(column) {
        const [key, direction] = (this.query.sort ?? '').split(' ');
        this.#set('sort', key !== column.key ? column.key : direction ? '' : `${key} down`);
    }

    /** The items that are shown, in their order; computed again only after a change, because scrolling draws often. */
    get #items() {
        const version = `${this.collection.version} ${this.related?.version}`;
        if (this.#found.version !== version || this.#found.query !== this.query) {
            this.#found = { version, query: this.query, items: this.#find() };
        }
        return this.#found.items;
    }

    #find() {
        const wanted = (this.query.q ?? '').trim().toLowerCase();
        const filters = this.filters.filter(({ name }) => this.query[name]);
        let items = [...this.collection.items.values()];
        this.all = items.length;
        if (wanted) {
            items = items.filter((item) => this.searchText(item).toLowerCase().includes(wanted));
        }
        for (const filter of filters) {
            items = items.filter((item) => filter.matches(item, this.query[filter.name]));
        }
        const [key, direction] = (this.query.sort ?? '').split(' ');
        const column = this.columns.find((each) => each.key === key && each.sort);
        return column ? sorted(items, column.sort, direction === 'down' ? -1 : 1) : items;
    }

    render() {
        const items = this.#items;
        const { status, failure } = this.collection;
        if (status === 'ready' && this.all === 0) {
            return this.empty?.() ?? nothing;
        }
        return html`${this.plain ? '' : this.#toolbar(items)}
            ${status === 'failed'
                ? html`<div class="alert" role="alert">
                      ${explain(failure)}
                      <button class="button button-small" @click=${() => this.collection.reload()}>${t('action.again')}</button>
                  </div>`
                : ''}
            ${this.#table(items)}
            ${status === 'ready' && items.length === 0 ? html`<p class="nothing">${t('table.nothing')}</p>` : ''}`;
    }

    #toolbar(items) {
        return html`<div class="toolbar" role="search">
            <label class="search">
                ${icon('search')}<span class="visually-hidden">${t('table.search')}</span>
                <input
                    type="search"
                    placeholder=${t('table.search')}
                    .value=${this.query.q ?? ''}
                    @input=${(event) => this.#set('q', event.target.value)}
                />
            </label>
            ${this.filters.map(
                ({ name, label, options }) => html`<label class="filter">
                    <span class="visually-hidden">${label}</span>
                    <select @change=${(event) => this.#set(name, event.target.value)}>
                        <option value="">${label}: ${t('table.all')}</option>
                        ${options.map(
                            (each) => html`<option value=${each.value} ?selected=${this.query[name] === each.value}>
                                ${label}: ${each.label}
                            </option>`,
                        )}
                    </select>
                </label>`,
            )}
            <span class="count" role="status">${this.#count(items)}</span>
        </div>`;
    }

    #count(items) {
        const { status, total } = this.collection;
        if (status === 'loading') {
            return this.all ? t('table.loading', { count: this.all, total }) : t('action.loading');
        }
        return items.length === this.all
            ? plural('table.count', this.all)
            : t('table.found', { count: items.length, total: this.all });
    }

    #table(items) {
        const { from, to } = this.#rows.range(items.length);
        const loading = this.collection.status === 'loading' && items.length === 0;
        const busy = loading || this.related?.status === 'loading';
        return html`<table aria-label=${this.label} aria-rowcount=${items.length + 1} aria-busy=${busy ? 'true' : 'false'}>
            <thead>
                <tr aria-rowindex="1">
                    ${this.columns.map((column) => this.#head(column))}
                </tr>
            </thead>
            <tbody>
                <tr class="spacer" aria-hidden="true"><td></td></tr>
                ${loading ? this.#skeleton() : ''}
                ${repeat(items.slice(from, to), (item) => item[this.key], (item, index) => this.#row(item, from + index))}
                <tr class="spacer" aria-hidden="true"><td></td></tr>
            </tbody>
        </table>`;
    }

    #head(column) {
        const [key, direction] = (this.query.sort ?? '').split(' ');
        const active = key === column.key;
        const order = active ? (direction ? 'descending' : 'ascending') : 'none';
        return html`<th scope="col" class=${column.kind ?? ''} aria-sort=${column.sort ? order : nothing}>
            ${column.sort
                ? html`<button @click=${() => this.#sortBy(column)}>
                      ${column.label}${active ? icon(direction ? 'down' : 'up') : ''}
                  </button>`
                : column.kind?.includes('row-actions')
                  ? html`<span class="visually-hidden">${column.label}</span>`
                  : column.label}
        </th>`;
    }

    #row(item, index) {
        const highlight = this.collection.age(item) < HIGHLIGHT_MILLIS ? 'changed' : '';
        return html`<tr class=${highlight} aria-rowindex=${index + 2}>
            ${this.columns.map((column, place) =>
                place === 0
                    ? html`<th scope="row">${column.cell(item)}</th>`
                    : html`<td class=${column.kind ?? ''}>${column.cell(item)}</td>`,
            )}
        </tr>`;
    }

    #skeleton() {
        return [1, 2, 3, 4, 5].map(
            () => html`<tr class="skeleton" aria-hidden="true">
                ${this.columns.map(({ kind }) => html`<td class=${kind ?? ''}><span></span></td>`)}
            </tr>`,
        );
    }
}

function sorted(items, by, sign) {
    const collator = new Intl.Collator(undefined, { numeric: true });
    const values = new Map(items.map((item) => [item, by(item)]));
    return items.sort((left, right) => {
        const a = values.get(left);
        const b = values.get(right);
        if (a === b) {
            return 0;
        }
        // What is unknown comes last in both directions.
        if (a === null || a === undefined || b === null || b === undefined) {
            return a === null || a === undefined ? 1 : -1;
        }
        return sign * (typeof a === 'number' ? a - b : collator.compare(a, b));
    });
}

customElements.define('data-table', DataTable);
