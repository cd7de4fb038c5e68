import { html } from 'lit';
import { t } from '../core/i18n.js';
import { View } from '../ui/view.js';

class OverviewPage extends View {
    render() {
        return html`<h1 tabindex="-1">${t('nav.overview')}</h1>`;
    }
}

customElements.define('overview-page', OverviewPage);
