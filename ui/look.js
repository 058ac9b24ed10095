// Runs in the head of each page: light or dark and the size of text as the visitor chose them, kept where the browser
// allows it, the same in every tab. Gradio makes the page as dark as the system is, and again whenever that changes;
// what was chosen goes before. What would move slowly does not for a visitor whose system asks for stillness.
{
  const KEPT = "wenbao-look", FIRST = { theme: "system", text: "normal" };
  const CHOICES = { theme: ["system", "light", "dark"], text: ["normal", "large", "larger"] };
  const system = matchMedia("(prefers-color-scheme: dark)"), still = matchMedia("(prefers-reduced-motion: reduce)");
  let look = read();

  function read() {
    let kept = {};
    try { kept = JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { /* nothing that was kept here */ }
    const known = Object.keys(CHOICES).filter((name) => CHOICES[name].includes(kept[name]));
    return { ...FIRST, ...Object.fromEntries(known.map((name) => [name, kept[name]])) };
  }

  function show() {
    const dark = look.theme === "dark" || (look.theme === "system" && system.matches);
    document.documentElement.dataset.text = look.text;
    if (document.body.classList.contains("dark") !== dark) document.body.classList.toggle("dark", dark);
  }

  show();
  new MutationObserver(show).observe(document.body, { attributes: true, attributeFilter: ["class"] });

  window.addEventListener("storage", (event) => {
    if (event.key !== KEPT && event.key !== null) return;
    look = read();
    show();
  });

  document.addEventListener("beforetoggle", (event) => {
    if (event.target.id !== "look" || event.newState !== "open") return;
    for (const choice of event.target.querySelectorAll("input")) choice.checked = look[choice.name] === choice.value;
  }, true);

  // Below its button, which is elsewhere once the text has another size.
  function place(sheet) {
    const opener = document.querySelector('[popovertarget="look"]').getBoundingClientRect();
    sheet.style.top = `${opener.bottom + 6}px`;
    sheet.style.right = `${Math.max(8, document.documentElement.clientWidth - opener.right)}px`;
  }

  document.addEventListener("toggle", (event) => {
    if (event.target.id !== "look" || event.newState !== "open") return;
    place(event.target);
    event.target.querySelector("input:checked")?.focus();
  }, true);

  document.addEventListener("change", (event) => {
    const choice = event.target, sheet = choice.closest?.("#look");
    if (!sheet || !CHOICES[choice.name]?.includes(choice.value)) return;
    look = { ...look, [choice.name]: choice.value };
    try { localStorage.setItem(KEPT, JSON.stringify(look)); } catch { /* for this visit alone */ }
    show();
    place(sheet);
  });

  // A style sheet cannot slow down or stop what a script has scrolled.
  for (const owner of [Element.prototype, window]) {
    for (const name of ["scroll", "scrollTo", "scrollBy", "scrollIntoView"]) {
      const scroll = owner[name];
      if (!scroll) continue;
      owner[name] = function (...how) {
        if (!still.matches || how[0]?.behavior !== "smooth") return scroll.apply(this, how);
        return scroll.call(this, { ...how[0], behavior: "instant" });
      };
    }
  }
}
