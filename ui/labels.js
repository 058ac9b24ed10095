// Runs in the page's head: what gradio names for a screen reader, or at the pointer, in English, or in the browser's language, is named in
// the page's (`LABELS`, by place). Gradio makes these parts anew at any time.
(() => {
  const PLACES = {
    tabs: "#tabs .overflow-menu > button[aria-label]",
    conversation: '#conversation [role="log"]',
    newest: "#conversation .scroll-down-button-container button",
    files: 'input[type="file"][aria-label]',
  };
  let naming = 0;
  function name() {
    naming = 0;
    for (const [word, place] of Object.entries(PLACES)) {
      for (const each of document.querySelectorAll(place)) {
        if (each.ariaLabel !== LABELS[word]) each.ariaLabel = LABELS[word];
        if (each.title && each.title !== LABELS[word]) each.title = LABELS[word];
      }
    }
  }
  new MutationObserver(() => { naming ||= requestAnimationFrame(name); }).observe(
    document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "title"] });
})();
