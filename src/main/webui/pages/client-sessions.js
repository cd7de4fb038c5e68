import { html } from 'lit';
import { number, t } from '../core/i18n.js';
import { Resource } from '../core/resource.js';
import { factList } from '../ui/page-head.js';
import { View } from '../ui/view.js';

/** The connection of a client, if it has one. */
class ClientSessions extends View {
    static properties = { client: {}, status: {} };

    #resource = null;

    willUpdate(changed) {
        if (changed.has('client')) {
            const id = this.client;
            this.#resource?.end();
            this.#resource = new Resource('/api/clients', ({ type, item }) => type === 'client' && item?.id === id, { id });
            this.watch(this.#resource);
        }
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#resource?.end();
    }

    render() {
        const found = this.#resource.data?.clients ?? [];
        return html`<header><h2>${t('session.title')}</h2></header>
            ${found.length === 0 && this.#resource.data ? html`<p class="nothing">${t('session.none')}</p>` : ''}
            ${found.map((each) =>
                factList([
                    [t('session.since'), html`<time-ago .value=${each.connectedAt}></time-ago>`],
                    [t('session.from'), html`<span class="code">${each.remoteAddress}</span>`],
                    [t('session.replica'), each.replica],
                    [t('session.sent'), number(each.revision)],
                ]),
            )}`;
    }
}

customElements.define('client-sessions', ClientSessions);
