import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import './agent-picker.js';

/**
 * A field of a form.
 *
 * @typedef {object} Field
 * @property {string} name as the API calls it
 * @property {string} label
 * @property {'text' | 'password' | 'json' | 'long' | 'select' | 'check' | 'agent' | 'instant'} [type]
 * @property {string} [hint]
 * @property {boolean} [optional] an empty text is null
 * @property {{value: string, label: string}[]} [options] of a select
 * @property {number} [rows] of a long text or JSON
 * @property {(value: any) => string} [show] writes a value for people
 */

/**
 * Draws a field with its label, its hint and what is wrong with it.
 *
 * @param {Field} definition
 * @param {any} value
 * @param {string} [error]
 * @param {string} [lang] the language of the error, if it is another than that of the page
 */
export function field(definition, value, error, lang) {
    const { name, label, hint, type = 'text', optional } = definition;
    const id = `field-${name}`;
    const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
    const control = draw(definition, value, {
        id,
        invalid: error ? 'true' : 'false',
        described: described || nothing,
        required: !optional,
    });
    return html`<div class="field field-${type}">
        ${type === 'check' ? control : ''}
        <label for=${id}>${label}</label>
        ${type === 'check' ? '' : control}
        ${error ? html`<p class="field-error" id=${`${id}-error`} lang=${lang ?? nothing}>${error}</p>` : ''}
        ${hint ? html`<p class="field-hint" id=${`${id}-hint`}>${hint}</p>` : ''}
    </div>`;
}

function draw({ name, type, options, rows }, value, { id, invalid, described, required }) {
    switch (type) {
        case 'select':
            return html`<select id=${id} name=${name} aria-invalid=${invalid} aria-describedby=${described}>
                ${options.map((each) => html`<option value=${each.value} ?selected=${each.value === value}>${each.label}</option>`)}
            </select>`;
        case 'check':
            return html`<input type="checkbox" id=${id} name=${name} .checked=${live(value ?? false)} aria-describedby=${described} />`;
        case 'json':
        case 'long':
            return html`<textarea
                id=${id}
                name=${name}
                rows=${rows ?? (type === 'json' ? 8 : 3)}
                class=${type === 'json' ? 'code' : ''}
                spellcheck=${type === 'json' ? 'false' : 'true'}
                .value=${live(value ?? '')}
                aria-invalid=${invalid}
                aria-describedby=${described}
            ></textarea>`;
        case 'agent':
            return html`<agent-picker
                .inputId=${id}
                .name=${name}
                .value=${value ?? ''}
                .invalid=${invalid}
                .described=${described}
            ></agent-picker>`;
        case 'instant':
            return html`<input type="datetime-local" id=${id} name=${name} .value=${live(value ?? '')} aria-invalid=${invalid} aria-describedby=${described} />`;
        default:
            return html`<input
                type=${type === 'password' ? 'password' : 'text'}
                id=${id}
                name=${name}
                .value=${live(value ?? '')}
                aria-required=${required}
                aria-invalid=${invalid}
                aria-describedby=${described}
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
            />`;
    }
}

/**
 * Reads what the person entered.
 *
 * @param {HTMLFormElement} form
 * @param {Field[]} fields
 */
export function read(form, fields) {
    return Object.fromEntries(fields.map((each) => [each.name, value(form.elements.namedItem(each.name), each)]));
}

function value(control, { type, optional }) {
    if (type === 'check') {
        return control.checked;
    }
    const text = type === 'long' || type === 'json' ? control.value : control.value.trim();
    return optional && text === '' ? null : text;
}
