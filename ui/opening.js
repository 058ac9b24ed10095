// Runs in the head of each page, before gradio's scripts. The conversations that the browser kept come when the page is
// opened, and are shown in the place of whatever is there. So what is asked before they have come, by the question box
// or by an example, waits for them; of several the last is asked, once.
{
  const PATIENCE = 60000;  // milliseconds, where they never come
  let waiting = () => {};  // asks what was wanted last; null when nothing waits any more

  const box = () => document.querySelector("#question textarea");
  const examples = () => [...document.querySelectorAll("#conversation .example")];
  // As Enter in the box: the button beside it may be the one to stop just then.
  const enter = { key: "Enter", bubbles: true, cancelable: true };
  const send = () => box()?.dispatchEvent(new KeyboardEvent("keypress", enter));

  function wanted({ type, key, target }) {
    if (type === "keydown") return key === "Enter" && target === box() ? send : null;
    if (target.closest?.("#question button")) return send;
    const words = target.closest?.("#conversation .example")?.textContent;  // they may be drawn anew meanwhile
    return words ? () => examples().find((each) => each.textContent === words)?.click() : null;
  }

  function hold(event) {
    const ask = waiting && wanted(event);
    if (!ask) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = ask;
  }

  function opened() {
    const ask = waiting;
    waiting = null;
    ask?.();
  }

  for (const kind of ["keydown", "click"]) window.addEventListener(kind, hold, true);
  document.addEventListener("wenbao-opened", opened);
  setTimeout(opened, PATIENCE);
}
