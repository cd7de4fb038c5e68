import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { exact, stamp } from '../core/clock.js';
import { number, plural, t } from '../core/i18n.js';
import { href, router } from '../core/router.js';
import { store } from '../core/store.js';
import { explain, roleName } from '../ui/failures.js';
import { pageHead } from '../ui/page-head.js';
import { View } from '../ui/view.js';
import { AuditEntries } from './audit-entries.js';
import { outcome, outcomes } from './audit-words.js';
import '../ui/as-of.js';

const FILTERS = ['actor', 'action', 'subject', 'outcome', 'since', 'until'];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const PAGES = { agent: 'agents', gateway: 'gateways', tunnel: 'tunnels' };

/** Who did what: newest first, page by page, filtered by the server. */
class AuditPage extends View {
    #entries = new AuditEntries();
    #timer = 0;

    constructor() {
        super();
        this.watch(this.#entries);
    }

    connectedCallback() {
        super.connectedCallback();
        const query = router.query;
        this.filters = Object.fromEntries(FILTERS.map((name) => [name, query.get(name) ?? '']));
        this.#entries.search(this.filters);
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        clearTimeout(this.#timer);
    }

    #set(name, value, delay = 0) {
        this.filters = { ...this.filters, [name]: value };
        router.setQuery({ [name]: value });
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#entries.search(this.filters), delay);
        this.requestUpdate();
    }

    render() {
        const { items, status, failure, total } = this.#entries;
        return html`${pageHead(t('nav.audit'), {
                intro: t('audit.intro'),
                actions: html`<as-of .collection=${this.#entries}></as-of>`,
            })}
            <div class="toolbar" role="search">
                ${this.#text('action', t('audit.action'), 'tunnel.create')} ${this.#text('actor', t('audit.actor'), 'deploy')}
                ${this.#text('subject', t('audit.subject'), '')}
                <label class="filter-text">
                    <span>${t('audit.outcome')}</span>
                    <select @change=${(event) => this.#set('outcome', event.target.value)}>
                        <option value="">${t('table.all')}</option>
                        ${outcomes().map(
                            ({ value, label }) => html`<option value=${value} ?selected=${this.filters.outcome === value}>${label}</option>`,
                        )}
                    </select>
                </label>
                <div class="filter-range">${this.#instant('since', t('audit.since'))} ${this.#instant('until', t('audit.until'))}</div>
                <span class="count" role="status">${status === 'loading' ? t('action.loading') : plural('table.count', total)}</span>
            </div>
            ${failure ? html`<div class="alert" role="alert">${explain(failure)}</div>` : ''}
            ${items.length ? this.#table(items) : ''}
            ${status === 'ready' && items.length === 0 ? html`<p class="nothing">${t('table.nothing')}</p>` : ''}
            ${this.#entries.hasMore
                ? html`<p class="more">
                      <button class="button" ?disabled=${status === 'loading'} @click=${() => this.#entries.more()}>
                          ${t('audit.more')}
                      </button>
                  </p>`
                : ''}`;
    }

    #text(name, label, example) {
        return html`<label class="filter-text">
            <span>${label}</span>
            <input
                .value=${this.filters[name]}
                placeholder=${example || nothing}
                autocomplete="off"
                spellcheck="false"
                @input=${(event) => this.#set(name, event.target.value.trim(), 300)}
            />
        </label>`;
    }

    #instant(name, label) {
        return html`<label class="filter-text">
            <span>${label}</span>
            <input type="datetime-local" .value=${this.filters[name]} @change=${(event) => this.#set(name, event.target.value)} />
        </label>`;
    }

    #table(items) {
        return html`<table class="audit" aria-label=${t('nav.audit')}>
            <thead>
                <tr>
                    <th scope="col">${t('audit.action')}</th>
                    <th scope="col" class="at">${t('audit.at')}</th>
                    <th scope="col" class="outcome">${t('audit.outcome')}</th>
                    <th scope="col" class="middle">${t('audit.actor')}</th>
                    <th scope="col" class="middle">${t('audit.subject')}</th>
                    <th scope="col" class="wide">${t('audit.address')}</th>
                    <th scope="col" class="wide number short">${t('audit.status')}</th>
                </tr>
            </thead>
            <tbody>
                ${repeat(items, ({ id }) => id, row)}
            </tbody>
        </table>`;
    }
}

function row(entry) {
    return html`<tr>
        <th scope="row">${entry.action}${entry.count > 1 ? html` <span class="sub">× ${number(entry.count)}</span>` : ''}</th>
        <td><time datetime=${entry.at} tabindex="0" data-tip=${exact(entry.at)}>${stamp(entry.at)}</time></td>
        <td>${outcome(entry)}</td>
        <td class="middle">${entry.actor}${entry.role ? html` <span class="sub">${roleName(entry.role)}</span>` : ''}</td>
        <td class="middle">${subject(entry)}</td>
        <td class="wide code">${entry.address}</td>
        <td class="wide number">${entry.status ?? '–'}</td>
    </tr>`;
}

/** A link to what the entry is about, unless it was deleted. */
function subject({ action, subject: id }) {
    const [kind, operation] = action.split('.');
    if (!id) {
        return '–';
    }
    // Ids begin with their time: only the ends of those of one day differ.
    const short = UUID.test(id) ? `…${id.slice(-8)}` : id;
    const known = PAGES[kind] && store[PAGES[kind]].items.get(id);
    const name = known?.name ?? known?.domain ?? short;
    return PAGES[kind] && operation !== 'delete'
        ? html`<a href=${href(PAGES[kind], id)} data-tip=${id}>${name}</a>`
        : html`<span data-tip=${id}>${name}</span>`;
}

customElements.define('audit-page', AuditPage);
