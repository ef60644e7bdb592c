// <kake-chat><a href="https://…/">Kysy avustuksista</a></kake-chat>
// The link is what readers without JavaScript get; it tells what to open and
// what to call the button. Styles go through the CSSOM, which a strict policy
// of the host page allows; it needs script-src and frame-src for our origin.
customElements.define('kake-chat', class extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector('a');
    if (!link || this.shadowRoot) return;
    const lang = (this.closest('[lang]')?.lang || 'fi').slice(0, 2);
    const close = this.getAttribute('close') || { sv: 'Stäng samtalet', en: 'Close the chat' }[lang] || 'Sulje keskustelu';
    const make = (tag, props) => Object.assign(document.createElement(tag), props);
    const root = this.attachShadow({ mode: 'open' }), css = new CSSStyleSheet();
    css.replaceSync(`button{font:600 1.125rem/1.3 system-ui,sans-serif;min-height:3rem;padding:.6rem 1.4rem;border:0;
      background:var(--kake-brand,#00357a);color:#fff;border-radius:.4rem;cursor:pointer}
      button:focus-visible{outline:3px solid #e86717;outline-offset:2px}
      .open{position:fixed;right:1rem;bottom:1rem;z-index:9}
      dialog{position:fixed;inset:auto 1rem 1rem auto;margin:0;padding:0;border:1px solid #5f686d;border-radius:.6rem;overflow:hidden;
      width:min(27rem,calc(100vw - 2rem));height:min(44rem,calc(100dvh - 2rem))}
      dialog[open]{display:grid;grid-template-rows:auto 1fr}dialog button{border-radius:0}
      iframe{border:0;width:100%;height:100%}`);
    root.adoptedStyleSheets = [css];
    const open = make('button', { type: 'button', className: 'open', textContent: link.textContent });
    const dialog = make('dialog', { ariaLabel: link.textContent }), shut = make('button', { type: 'button', textContent: close });
    let frame;
    open.onclick = () => {
      frame ??= dialog.appendChild(make('iframe', { title: link.textContent, src: link.href }));
      dialog.showModal();
    };
    shut.onclick = () => dialog.close();
    dialog.append(shut);
    root.append(open, dialog);
  }
});
