import { html } from 'lit';
import { t } from '../core/i18n.js';
import { href } from '../core/router.js';
import { session } from '../core/session.js';
import { roleName } from '../ui/failures.js';
import { icon } from '../ui/icons.js';

/**
 * What is missing until a first tunnel works.
 *
 * @param {any} overview
 */
export function stepsOf({ agents, gateways, tunnels }) {
    return [
        { section: 'gateways', role: 'admin', done: gateways.online > 0, begun: gateways.total > 0 },
        { section: 'agents', role: 'admin', done: agents.online > 0, begun: agents.total > 0 },
        { section: 'tunnels', role: 'operator', done: tunnels.total > 0, begun: tunnels.total > 0 },
    ];
}

/** Whether Control is so new that a person needs to know what comes first. */
export function isFresh({ agents, gateways, tunnels }) {
    return agents.total === 0 || gateways.total === 0 || tunnels.total === 0;
}

/** @param {any} overview */
export function firstSteps(overview) {
    const steps = stepsOf(overview);
    const next = steps.findIndex(({ begun }) => !begun);
    return html`<section class="card steps" aria-labelledby="steps">
        <h2 id="steps">${t('steps.title')}</h2>
        <p class="lead">${t('steps.intro')}</p>
        <ol>
            ${steps.map((step, index) => stepItem(step, index, index === next))}
        </ol>
    </section>`;
}

function stepItem({ section, role, done, begun }, index, isNext) {
    const state = done ? 'done' : begun ? 'waiting' : isNext ? 'next' : 'later';
    return html`<li class="step step-${state}" aria-current=${isNext ? 'step' : 'false'}>
        <span class="step-number" aria-hidden="true">${done ? icon('check') : index + 1}</span>
        <div>
            <h3>${t('steps.name.' + section)}${done ? html`<span class="visually-hidden"> (${t('steps.done')})</span>` : ''}</h3>
            <p>${begun && !done ? t('steps.waiting') : t('steps.text.' + section)}</p>
            ${done
                ? ''
                : session.may(role)
                  ? html`<a class="button ${isNext ? 'button-primary' : ''}" href=${href(section)}>${t('nav.' + section)}${icon('right')}</a>`
                  : html`<p class="faint">${t('failure.role', { role: roleName(role) })}</p>`}
        </div>
    </li>`;
}
