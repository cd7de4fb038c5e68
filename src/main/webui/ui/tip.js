/** Shows the text of `data-tip`, or a text that is cut off, beside an element that is hovered or has the focus. Escape hides it. */
export function startTips() {
    const tip = document.createElement('div');
    tip.id = 'tip';
    tip.className = 'tip';
    tip.setAttribute('role', 'tooltip');
    tip.hidden = true;
    document.body.append(tip);
    let shown = null;

    const hide = () => {
        shown?.removeAttribute('aria-describedby');
        shown = null;
        tip.hidden = true;
    };
    const show = (event) => {
        const element = event.target.closest?.('[data-tip]') ?? truncated(event.target);
        if (!element || element === shown) {
            return element || event.target === tip ? undefined : hide();
        }
        hide();
        shown = element;
        // A modal dialog is above everything else, so that its tips must be in it.
        (element.closest('dialog') ?? document.body).append(tip);
        tip.textContent = element.dataset.tip ?? element.textContent.trim();
        tip.hidden = false;
        element.setAttribute('aria-describedby', 'tip');
        place(tip, element.getBoundingClientRect());
    };
    document.addEventListener('mouseover', show);
    document.addEventListener('focusin', show);
    document.addEventListener('focusout', hide);
    document.addEventListener('scroll', hide, { capture: true, passive: true });
    document.addEventListener('keydown', (event) => event.key === 'Escape' && hide());
}

/** The cell or name around an element, if it is longer than its place. */
function truncated(target) {
    const element = target.closest?.('td, th, .node-name');
    return element && element.scrollWidth > element.clientWidth && element.textContent.trim() ? element : null;
}

function place(tip, target) {
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(target.left + target.width / 2 - width / 2, innerWidth - width - 8));
    const above = target.top - height - 6;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 8 ? above : target.bottom + 6}px`;
}
