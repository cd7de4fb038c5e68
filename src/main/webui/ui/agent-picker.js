import { html } from 'lit';
import { t } from '../core/i18n.js';
import { store } from '../core/store.js';
import { clientStatus } from './status-mark.js';
import { View } from './view.js';

const SHOWN = 20;

/** A field that chooses one of the agents by its name: a combobox, as ARIA describes it. The form gets the agent's id. */
class AgentPicker extends View {
    static properties = {
        inputId: {},
        name: {},
        value: {},
        invalid: {},
        described: {},
        text: { state: true },
        open: { state: true },
        active: { state: true },
    };

    constructor() {
        super();
        this.active = -1;
        this.watch(store.agents);
    }

    connectedCallback() {
        super.connectedCallback();
        store.agents.ensure();
    }

    get #found() {
        const text = (this.text ?? '').toLowerCase();
        const found = [];
        for (const agent of store.agents.items.values()) {
            if (agent.name.toLowerCase().includes(text) || agent.virtualIp?.startsWith(text)) {
                found.push(agent);
                if (found.length === SHOWN) {
                    break;
                }
            }
        }
        return found;
    }

    #type(event) {
        this.text = event.target.value;
        this.value = '';
        this.open = true;
        this.active = 0;
    }

    #key(event) {
        const found = this.#found;
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            this.active = this.open ? (this.active + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length : 0;
            this.open = true;
        } else if (event.key === 'Enter' && this.open) {
            event.preventDefault();
            found[this.active] && this.#choose(found[this.active]);
        } else if (event.key === 'Escape' && this.open) {
            // Closes the list only, not the dialog around it.
            event.preventDefault();
            event.stopPropagation();
            this.open = false;
        }
    }

    #choose(agent) {
        this.value = agent.id;
        this.text = undefined;
        this.open = false;
    }

    #leave() {
        // A text that names exactly one agent is a choice.
        const named = this.#found.filter(({ name }) => name === this.text);
        if (!this.value && named.length === 1) {
            this.#choose(named[0]);
        }
        this.open = false;
    }

    render() {
        const chosen = store.agents.items.get(this.value);
        const list = `${this.inputId}-list`;
        const found = this.open ? this.#found : [];
        return html`<input type="hidden" name=${this.name} .value=${this.value} />
            <input
                id=${this.inputId}
                role="combobox"
                aria-autocomplete="list"
                aria-expanded=${this.open ? 'true' : 'false'}
                aria-controls=${list}
                aria-activedescendant=${found[this.active] ? `${list}-${this.active}` : ''}
                aria-invalid=${this.invalid}
                aria-describedby=${this.described}
                autocomplete="off"
                placeholder=${t('picker.agent')}
                .value=${this.text ?? chosen?.name ?? ''}
                @input=${this.#type}
                @keydown=${this.#key}
                @click=${() => (this.open = true)}
                @blur=${this.#leave}
            />
            <ul class="options" id=${list} role="listbox" aria-label=${t('nav.agents')} ?hidden=${!this.open}>
                ${found.map(
                    (agent, index) => html`<li
                        role="option"
                        id=${`${list}-${index}`}
                        aria-selected=${index === this.active ? 'true' : 'false'}
                        @mousedown=${(event) => event.preventDefault()}
                        @click=${() => this.#choose(agent)}
                    >
                        <span>${agent.name}</span>${clientStatus(agent.status)}
                    </li>`,
                )}
                ${found.length ? '' : html`<li class="faint" role="option" aria-selected="false" aria-disabled="true">${t('picker.none')}</li>`}
            </ul>`;
    }
}

customElements.define('agent-picker', AgentPicker);
