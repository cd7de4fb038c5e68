import { html } from 'lit';
import { api } from '../core/api.js';
import { t } from '../core/i18n.js';
import { href } from '../core/router.js';
import { explain } from '../ui/failures.js';
import { View } from '../ui/view.js';
import { outcome } from './audit-words.js';

const SHOWN = 10;

/** The newest entries of the audit about one resource, read again when the resource changes. */
class ChangeHistory extends View {
    static properties = { subject: {}, version: {}, entries: { state: true }, failure: { state: true } };

    async willUpdate(changed) {
        if (changed.has('subject') || changed.has('version')) {
            try {
                const { data } = await api.get('/api/audit', { query: { subject: this.subject, limit: SHOWN } });
                this.entries = data.audit;
                this.failure = null;
            } catch (failure) {
                this.failure = failure;
            }
        }
    }

    render() {
        return html`<header>
                <h2>${t('history.title')}</h2>
                <a href=${`${href('audit')}?subject=${encodeURIComponent(this.subject)}`}>${t('history.all')}</a>
            </header>
            ${this.failure ? html`<div class="alert" role="alert">${explain(this.failure)}</div>` : ''}
            ${this.entries?.length === 0 ? html`<p class="nothing">${t('history.none')}</p>` : ''}
            ${this.entries?.length ? this.#table() : ''}`;
    }

    #table() {
        return html`<table aria-label=${t('history.title')}>
            <thead>
                <tr>
                    <th scope="col">${t('audit.action')}</th>
                    <th scope="col" class="middle">${t('audit.at')}</th>
                    <th scope="col" class="middle">${t('audit.actor')}</th>
                    <th scope="col">${t('audit.outcome')}</th>
                </tr>
            </thead>
            <tbody>
                ${this.entries.map(
                    (entry) => html`<tr>
                        <th scope="row">${entry.action}<span class="sub narrow"><time-ago .value=${entry.at}></time-ago></span></th>
                        <td class="middle"><time-ago .value=${entry.at}></time-ago></td>
                        <td class="middle">${entry.actor}</td>
                        <td>${outcome(entry)}</td>
                    </tr>`,
                )}
            </tbody>
        </table>`;
    }
}

customElements.define('change-history', ChangeHistory);
