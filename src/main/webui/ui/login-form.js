import { html } from 'lit';
import { hasText, language, t } from '../core/i18n.js';
import { router } from '../core/router.js';
import { session } from '../core/session.js';
import { explain } from './failures.js';
import { logo } from './icons.js';
import { View } from './view.js';

/** Exchanges a token for a session, or begins the login at the configured issuer. The token is kept nowhere. */
class LoginForm extends View {
    static properties = { busy: { state: true }, fault: { state: true }, oidc: { state: true } };

    connectedCallback() {
        super.connectedCallback();
        this.fault = message();
        // A reload must not show it again.
        router.setQuery({ login: '' });
        fetch('/console/config.json')
            .then((response) => response.json())
            .then(({ oidc }) => (this.oidc = oidc))
            .catch(() => (this.oidc = false));
    }

    firstUpdated() {
        this.querySelector('input').focus();
    }

    async #submit(event) {
        event.preventDefault();
        const input = this.querySelector('input');
        if (this.busy || input.value.trim() === '') {
            input.focus();
            return;
        }
        this.busy = true;
        this.fault = '';
        try {
            await session.login(input.value.trim());
        } catch (failure) {
            this.fault = failure.status === 401 ? t('login.invalid') : explain(failure);
            input.focus();
            input.select();
        }
        this.busy = false;
    }

    render() {
        return html`<main class="login">
            <div class="login-card">
                <header>${logo()}<h1>kakuremichi</h1></header>
                <p class="lead">${t('login.intro')}</p>
                ${this.fault ? html`<div class="alert" role="alert" id="login-fault">${this.fault}</div>` : ''}
                <form @submit=${this.#submit} novalidate>
                    <div class="field">
                        <label for="token">${t('login.token')}</label>
                        <input
                            id="token"
                            type="password"
                            autocomplete="current-password"
                            spellcheck="false"
                            aria-invalid=${this.fault ? 'true' : 'false'}
                            aria-describedby=${this.fault ? 'login-fault' : 'token-hint'}
                        />
                        <p class="field-hint" id="token-hint">${t('login.hint')}</p>
                    </div>
                    <button class="button button-primary button-wide" ?disabled=${this.busy}>
                        ${this.busy ? t('action.working') : t('login.submit')}
                    </button>
                </form>
                ${this.oidc
                    ? html`<p class="or"><span>${t('login.or')}</span></p>
                          <a class="button button-wide" href="/console/login" data-leave>${t('login.oidc')}</a>`
                    : ''}
                <p class="login-language">
                    ${language.all.map(
                        ({ code, name }) => html`<button
                            class="button-link"
                            lang=${code}
                            aria-pressed=${code === language.code ? 'true' : 'false'}
                            @click=${() => language.choose(code)}
                        >
                            ${name}
                        </button>`,
                    )}
                </p>
            </div>
        </main>`;
    }
}

/** Why the person is here, from the session before or from the server's redirect. */
function message() {
    if (session.expired) {
        return t('failure.session');
    }
    if (session.failure) {
        return explain(session.failure);
    }
    const code = router.query.get('login');
    if (!code) {
        return '';
    }
    const key = 'login.failed.' + code;
    return hasText(key) ? t(key) : t('login.failed');
}

customElements.define('login-form', LoginForm);
