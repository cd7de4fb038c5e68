import { html } from 'lit';
import { ApiError } from '../core/api.js';
import { t } from '../core/i18n.js';
import { showDialog } from './dialog.js';
import { explain } from './failures.js';
import { field, read } from './field.js';

/**
 * Shows a form and sends it until the server accepts it or the person cancels. Field errors appear at the fields. When
 * the resource was modified meanwhile, the dialog shows what it is now, and the person decides.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.action the text of the button that sends it
 * @param {string} [options.intro]
 * @param {string} [options.warning] what the person should know before
 * @param {import('./field.js').Field[]} options.fields
 * @param {Record<string, any>} [options.values]
 * @param {string | null} [options.etag] the version that the values are of
 * @param {() => Promise<{values: Record<string, any>, etag: string | null}>} [options.current] reads what it is now
 * @param {(values: Record<string, any>, etag: string | null, changed: string[]) => Promise<any>} options.submit gets the
 *     names of the fields that the person changed
 * @returns {Promise<any>} the result of `submit`; undefined if it was cancelled
 */
export function formDialog({ title, action, intro, warning, fields, values = {}, etag = null, current, submit }) {
    const form = { fields, values: { ...values }, before: values, etag, errors: {}, fault: '', now: null, busy: false };

    async function send(event, dialog) {
        event.preventDefault();
        if (form.busy) {
            return;
        }
        form.values = read(event.target, fields);
        form.errors = {};
        form.fault = '';
        form.busy = true;
        dialog.redraw();
        try {
            const changed = fields.map(({ name }) => name).filter((name) => form.values[name] !== form.before[name]);
            dialog.close(await submit(form.values, form.etag, changed));
        } catch (failure) {
            form.busy = false;
            await refused(failure, dialog);
        }
    }

    async function refused(failure, dialog) {
        const details = failure.details ?? {};
        // The API answers in English.
        form.lang = failure instanceof ApiError ? 'en' : undefined;
        form.errors = Object.fromEntries(Object.entries(details).filter(([name]) => fields.some((f) => f.name === name)));
        form.fault = Object.keys(form.errors).length ? '' : explain(failure);
        if (failure.isModified && current) {
            await compare(failure);
        }
        dialog.redraw();
        // Fields that are elements of their own draw themselves later.
        await new Promise(requestAnimationFrame);
        (dialog.find('[aria-invalid="true"]') ?? dialog.find('[role="alert"]'))?.focus();
    }

    async function compare() {
        try {
            const now = await current();
            form.etag = now.etag;
            form.now = now.values;
            form.fault = t('form.modified');
        } catch (failure) {
            form.fault = explain(failure);
        }
    }

    function takeCurrent(dialog) {
        form.values = { ...form.now };
        form.before = form.now;
        form.now = null;
        form.fault = '';
        dialog.find('form').reset();
        dialog.redraw();
    }

    return showDialog({
        title,
        body: (dialog) => html`<form novalidate @submit=${(event) => send(event, dialog)}>
            ${intro ? html`<p class="lead">${intro}</p>` : ''}
            ${warning ? html`<p class="now">${warning}</p>` : ''}
            ${form.fault ? html`<div class="alert" role="alert" tabindex="-1">${form.fault}</div>` : ''}
            ${form.now ? differences(form, () => takeCurrent(dialog)) : ''}
            ${fields.map((each) => field(each, form.values[each.name], form.errors[each.name], form.lang))}
            <footer class="dialog-foot">
                <button type="button" class="button" @click=${() => dialog.close()}>${t('action.cancel')}</button>
                <button class="button button-primary" ?disabled=${form.busy}>
                    ${form.busy ? t('action.working') : form.now ? t('form.again') : action}
                </button>
            </footer>
        </form>`,
    });
}

function differences(form, takeCurrent) {
    const changed = form.fields.filter(({ name }) => form.now[name] !== form.before[name]);
    return html`<div class="now">
        <p>${t('form.now')}</p>
        <dl>
            ${changed.map(({ name, label, show }) => html`<dt>${label}</dt><dd>${(show ?? String)(form.now[name] ?? '–')}</dd>`)}
        </dl>
        <button type="button" class="button button-small" @click=${takeCurrent}>${t('form.takeCurrent')}</button>
    </div>`;
}
