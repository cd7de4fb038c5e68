import { html } from 'lit';
import { events } from '../core/events.js';
import { language, t } from '../core/i18n.js';
import { href, router } from '../core/router.js';
import { session } from '../core/session.js';
import { pages } from '../pages/index.js';
import { explain, roleName } from './failures.js';
import { icon, logo } from './icons.js';
import { mark } from './status-mark.js';
import { toast } from './toasts.js';
import { View } from './view.js';
import './live-banner.js';
import './login-form.js';

const LIVE = {
    live: ['good', 'live.on'],
    connecting: ['partly', 'live.connecting'],
    cut: ['bad', 'live.cut'],
    off: ['idle', 'live.cut'],
};

/** What surrounds every page: the login, the navigation, the banner of the stream. */
class ConsoleShell extends View {
    static properties = { menu: { state: true }, failure: { state: true } };

    #shown = null;
    #element = null;

    constructor() {
        super();
        this.watch(session, router, events);
    }

    willUpdate() {
        const { page, params } = router.current;
        if (session.identity && page && this.#shown !== page) {
            this.#open(page);
        } else if (!session.identity) {
            this.#shown = this.#element = null;
            document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
        }
        if (this.#element && this.#shown === page) {
            this.#element.params = params;
        }
        document.title = session.identity && page ? `${t(page.title)} · kakuremichi` : 'kakuremichi';
    }

    async #open(page) {
        const first = this.#shown === null;
        this.#shown = page;
        this.#element = null;
        this.menu = false;
        this.failure = null;
        try {
            await page.load();
        } catch {
            // The files of another version of Control have other names.
            this.failure = t('failure.version');
            return;
        }
        if (this.#shown === page && !this.#element) {
            this.#element = document.createElement(page.tag);
            this.#element.params = router.current.params;
            this.requestUpdate();
            await this.updateComplete;
            await new Promise(requestAnimationFrame);
            router.restoreScroll();
            // A new page is announced by its heading; on the first one the browser does so.
            first || this.querySelector('main h1')?.focus({ preventScroll: true });
        }
    }

    async #logout() {
        try {
            await session.logout();
        } catch (failure) {
            toast(explain(failure), 'failed');
        }
    }

    render() {
        if (!session.identity) {
            return session.known ? html`<login-form></login-form>` : '';
        }
        return html`<a class="skip" href="#main" @click=${this.#skip}>${t('shell.skip')}</a>
            <header class="top">
                <a class="brand" href=${href()}>${logo()}<span>kakuremichi</span></a>
                <button
                    class="button menu-button"
                    aria-expanded=${this.menu ? 'true' : 'false'}
                    aria-controls="navigation"
                    @click=${() => (this.menu = !this.menu)}
                >
                    ${icon(this.menu ? 'close' : 'menu')}<span>${t('shell.menu')}</span>
                </button>
            </header>
            <div class="side ${this.menu ? 'side-open' : ''}" id="navigation" @keydown=${this.#leaveMenu}>
                <nav aria-label=${t('shell.navigation')}>
                    <ul>
                        ${pages.filter((page) => page.icon && session.may(page.role ?? 'viewer')).map((page) => this.#entry(page))}
                    </ul>
                </nav>
                ${this.#person()}
            </div>
            <main id="main" tabindex="-1">
                <live-banner></live-banner>
                ${this.#content()}
            </main>
            <toast-list></toast-list>`;
    }

    #content() {
        const { page } = router.current;
        if (!page) {
            return html`<h1 tabindex="-1">${t('notFound.title')}</h1>
                <p>${t('notFound.text')} <a href=${href()}>${t('nav.overview')}</a></p>`;
        }
        if (this.failure) {
            return html`<div class="alert" role="alert">
                ${this.failure} <button class="button button-small" @click=${() => location.reload()}>${t('action.reload')}</button>
            </div>`;
        }
        if (!session.may(page.role ?? 'viewer')) {
            return html`<h1 tabindex="-1">${t(page.title)}</h1>
                <p>${t('failure.role', { role: roleName(page.role) })}</p>`;
        }
        return this.#element ?? '';
    }

    #leaveMenu(event) {
        if (event.key === 'Escape' && this.menu) {
            this.menu = false;
            this.querySelector('.menu-button').focus();
        }
    }

    #skip(event) {
        event.preventDefault();
        document.getElementById('main').focus();
    }

    #entry(page) {
        const current = router.current.page?.section === page.section;
        return html`<li>
            <a href=${href(...page.path.split('/').filter(Boolean))} aria-current=${current ? 'page' : 'false'}>
                ${icon(page.icon)}<span>${t(page.title)}</span>
            </a>
        </li>`;
    }

    #person() {
        const { name, role } = session.identity;
        const [kind, key] = LIVE[events.status];
        return html`<section class="person" aria-label=${t('shell.account')}>
            <p class="live">${mark(kind, t(key))}</p>
            <p class="who"><strong>${name}</strong><span>${roleName(role)}</span></p>
            <label class="language">
                ${icon('language')}<span class="visually-hidden">${t('shell.language')}</span>
                <select @change=${(event) => language.choose(event.target.value)}>
                    ${language.all.map(
                        ({ code, name: own }) => html`<option value=${code} lang=${code} ?selected=${code === language.code}>${own}</option>`,
                    )}
                </select>
            </label>
            <button class="button button-small" @click=${this.#logout}>${icon('logout')}${t('shell.logout')}</button>
        </section>`;
    }
}

customElements.define('console-shell', ConsoleShell);
