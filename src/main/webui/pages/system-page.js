import { html } from 'lit';
import { exact } from '../core/clock.js';
import { language, number, t } from '../core/i18n.js';
import { session } from '../core/session.js';
import { Followed } from '../overview/followed.js';
import { replicaList } from '../overview/replicas.js';
import { icon } from '../ui/icons.js';
import { factList, notReady, pageHead } from '../ui/page-head.js';
import { View } from '../ui/view.js';
import '../ui/copy-button.js';
import '../ui/time-ago.js';

/** What Control runs as. */
class SystemPage extends View {
    #system = new Followed('/api/system', ({ type }) => type === 'replicas' || type === 'client');

    constructor() {
        super();
        this.watch(this.#system);
    }

    connectedCallback() {
        super.connectedCallback();
        this.#system.start();
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#system.end();
    }

    render() {
        const system = this.#system.data;
        const head = pageHead(t('nav.system'), { intro: t('system.intro') });
        return system ? html`${head}${cards(system)}` : html`${head}${notReady(this.#system)}`;
    }
}

function cards(system) {
    return html`<div class="cards">
        ${card('system.program', program(system))} ${card('system.database', database(system))}
        <section class="card card-full">
            <header><h2>${t('replicas.title')}</h2></header>
            ${replicaList(system.replicas)}
        </section>
        ${session.may('admin') ? backup() : ''}
        ${card('system.documentation', documentation())}
        <section class="card card-full">
            <header><h2>${t('system.settings')}</h2></header>
            <p class="lead">${t('system.settings.intro', { replica: system.replica })}</p>
            <dl class="facts facts-settings">
                ${system.settings.map(
                    ({ name, value }) => html`<dt><code>${name}</code></dt>
                        <dd>${value === null ? html`<span class="faint">${t('system.unset')}</span>` : html`<code>${value}</code>`}</dd>`,
                )}
            </dl>
        </section>
    </div>`;
}

function card(title, content) {
    return html`<section class="card">
        <header><h2>${t(title)}</h2></header>
        ${content}
    </section>`;
}

function program({ version, replica, startedAt }) {
    return factList([
        [t('system.version'), version.version],
        [t('system.commit'), html`<code>${version.commit.slice(0, 12)}</code>`],
        [t('system.builtAt'), exact(version.builtAt)],
        [t('system.api'), version.apiVersion],
        [t('system.protocol'), version.protocolVersion],
        [t('system.replica'), replica],
        [t('system.startedAt'), html`<time-ago .value=${startedAt}></time-ago>`],
    ]);
}

function database({ database: { kind, version, sizeBytes, encoding }, epoch, revision }) {
    return factList([
        [t('system.database.type'), t('system.database.kind.' + kind)],
        [t('system.database.version'), version],
        [t('system.database.size'), size(sizeBytes)],
        [t('system.database.encoding'), encoding],
        [t('system.revision'), number(revision)],
        [t('system.epoch'), html`<code>${epoch}</code>`],
    ]);
}

function size(bytes) {
    const options = { style: 'unit', unit: 'megabyte', unitDisplay: 'short', maximumFractionDigits: 1 };
    return new Intl.NumberFormat(language.code, options).format(bytes / 1e6);
}

/** A link, so that the browser streams the file to the disk. */
function backup() {
    return html`<section class="card">
        <header><h2>${t('system.backup')}</h2></header>
        <p>${t('system.backup.text')}</p>
        <p class="faint">${t('system.backup.key')}</p>
        <a class="button" href="/api/backup" download>${icon('download')}${t('system.backup.download')}</a>
    </section>`;
}

/** Pages that Control serves, of its own version. They are not part of the console, and open beside it. */
function documentation() {
    const page = (name) => html`<li><a href="/console/docs/operators/${name}.html" target="_blank">${t('system.documentation.' + name)}</a></li>`;
    return html`<p>${t('system.documentation.text')}</p>
        <ul class="plain">
            ${['console', 'configuration', 'backup', 'upgrade', 'runbook'].map(page)}
            <li><a href="/console/docs/" target="_blank">${t('system.documentation.all')}</a></li>
        </ul>`;
}

customElements.define('system-page', SystemPage);
