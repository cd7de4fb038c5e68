import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { clock } from '../core/clock.js';
import { number, plural, t } from '../core/i18n.js';
import { mark } from '../ui/status-mark.js';
import { View } from '../ui/view.js';
import { kindName, listOf, markOf, placeOf, sentenceOf } from './problem-words.js';
import '../ui/time-ago.js';

const FEW = 8;
/** So that many problems of one kind do not hide the others. */
const FEW_OF_KIND = 3;

/** What needs attention, worst first; each problem leads to its subject. */
class ProblemList extends View {
    static properties = { problems: { attribute: false }, all: { state: true } };

    constructor() {
        super();
        this.all = false;
        this.watch(clock);
    }

    render() {
        const { total, kinds, items } = this.problems;
        if (total === 0) {
            return html`<p class="calm">${mark('good', t('problem.none'))}</p>`;
        }
        const counts = kinds.flatMap(bySection);
        const few = fewOf(items);
        const shown = this.all ? items : few;
        return html`${counts.length > 1 || total > FEW ? summary(counts) : ''}
            <ul class="problems">
                ${repeat(shown, key, problem)}
            </ul>
            ${items.length > few.length
                ? html`<button class="button-link" aria-expanded=${this.all ? 'true' : 'false'} @click=${() => (this.all = !this.all)}>
                      ${this.all ? t('problem.fewer') : t('problem.all', { count: items.length })}
                  </button>`
                : ''}
            ${this.all && total > items.length ? html`<p class="faint">${plural('problem.rest', total - items.length)}</p>` : ''}`;
    }
}

function fewOf(items) {
    if (items.length <= FEW) {
        return items;
    }
    const taken = {};
    return items.filter(({ kind }) => (taken[kind] = (taken[kind] ?? 0) + 1) <= FEW_OF_KIND).slice(0, FEW);
}

function key({ kind, subject }) {
    return `${kind} ${subject.id}`;
}

function summary(counts) {
    return html`<ul class="chips">
        ${counts.map(
            ({ kind, severity, count, section, name }) => html`<li>
                <a class="chip" href=${listOf(kind, section)}>${mark(markOf(severity), name)} <strong>${number(count)}</strong></a>
            </li>`,
        )}
    </ul>`;
}

/** Agents and gateways are in different lists: a kind that concerns both is counted for each. */
function bySection(each) {
    const name = kindName(each.kind);
    const agents = each.count - each.gateways;
    if (!each.gateways) {
        return [{ ...each, name }];
    }
    return [
        { ...each, section: 'gateways', count: each.gateways, name: `${name} · ${t('nav.gateways')}` },
        { ...each, section: 'agents', count: agents, name: `${name} · ${t('nav.agents')}` },
    ].filter(({ count }) => count > 0);
}

function problem(each) {
    const { kind, severity, subject, since } = each;
    return html`<li class="problem-${severity}">
        ${mark(markOf(severity), html`<span class="visually-hidden">${t('problem.severity.' + severity)}</span>`)}
        <a class="subject" href=${placeOf(subject)}>${subject.name}</a>
        <span class="kind">${t('problem.subject.' + subject.kind)}</span>
        <span class="sentence">${sentenceOf(each)}</span>
        ${kind === 'certificate_expiring' ? html`<span></span>` : html`<time-ago .value=${since}></time-ago>`}
    </li>`;
}

customElements.define('problem-list', ProblemList);
