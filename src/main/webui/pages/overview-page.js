import { html } from 'lit';
import { number, plural, t } from '../core/i18n.js';
import { changes, lag, LagHistory } from '../overview/activity.js';
import { firstSteps, isFresh } from '../overview/first-steps.js';
import { Followed } from '../overview/followed.js';
import { numbers } from '../overview/numbers.js';
import { replicaList } from '../overview/replicas.js';
import { notReady, pageHead } from '../ui/page-head.js';
import { mark } from '../ui/status-mark.js';
import { View } from '../ui/view.js';
import '../overview/problem-list.js';
import '../overview/topology-picture.js';

/** Whether everything runs, what does not, and how it hangs together. */
class OverviewPage extends View {
    #overview = new Followed('/api/overview');
    #topology = new Followed('/api/topology', ({ type }) => type !== 'replicas' && !type.startsWith('certificate'));
    #history = new LagHistory();
    #seen = null;

    constructor() {
        super();
        this.watch(this.#overview, this.#topology);
    }

    connectedCallback() {
        super.connectedCallback();
        this.#overview.start();
        this.#topology.start();
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.#overview.end();
        this.#topology.end();
    }

    render() {
        const overview = this.#overview.data;
        if (!overview) {
            return html`${pageHead(t('nav.overview'))} ${notReady(this.#overview)}`;
        }
        if (overview !== this.#seen) {
            this.#seen = overview;
            this.#history.add(overview);
        }
        return html`${pageHead(t('nav.overview'), { intro: verdict(overview) })} ${isFresh(overview) ? firstSteps(overview) : ''}
            ${numbers(overview)}
            ${overview.problems.total || !isFresh(overview)
                ? html`<section class="card card-problems" aria-labelledby="problems">
                      <header>
                          <h2 id="problems">${t('problem.title')}</h2>
                          ${overview.problems.total ? html`<span class="faint">${number(overview.problems.total)}</span>` : ''}
                      </header>
                      <problem-list .problems=${overview.problems}></problem-list>
                  </section>`
                : ''}
            ${this.#picture()} ${overview.agents.total + overview.gateways.total ? this.#activity(overview) : ''}`;
    }

    #activity(overview) {
        return html`<div class="cards cards-three">
                ${changes(overview)} ${lag(overview, this.#history)}
                <section class="card">
                    <header><h2>${t('replicas.title')}</h2></header>
                    ${replicaList(overview.replicas)}
                </section>
            </div>`;
    }

    #picture() {
        const picture = this.#topology.data;
        if (!picture || (picture.agents.total === 0 && picture.gateways.total === 0)) {
            return '';
        }
        return html`<section class="card card-topology" aria-labelledby="topology">
            <header><h2 id="topology">${t('topology.title')}</h2><span class="faint">${grouping(picture)}</span></header>
            <topology-picture .picture=${picture}></topology-picture>
        </section>`;
    }
}

function grouping({ agents }) {
    return agents.groupedBy ? t('topology.by.' + agents.groupedBy, { count: agents.total }) : '';
}

/** The state in one sentence. */
function verdict(overview) {
    const severe = overview.problems.kinds.filter(({ severity }) => severity === 'severe').reduce((sum, { count }) => sum + count, 0);
    const { total } = overview.problems;
    if (severe) {
        return mark('bad', plural('verdict.severe', severe));
    }
    if (total) {
        return mark('partly', plural('verdict.some', total));
    }
    return isFresh(overview) ? t('verdict.fresh') : mark('good', t('verdict.good'));
}

customElements.define('overview-page', OverviewPage);
