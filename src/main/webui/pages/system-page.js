import { html } from 'lit';
import { t } from '../core/i18n.js';
import { View } from '../ui/view.js';

class SystemPage extends View {
    render() {
        return html`<h1 tabindex="-1">${t('nav.system')}</h1>`;
    }
}

customElements.define('system-page', SystemPage);
