// Runs in the head: where a browser denies the page its memory, gradio's scripts would stop at the first use of it. They
// get one that lasts as long as the page.
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].getItem("wenbao");
  } catch {
    const kept = new Map();
    Object.defineProperty(window, name, { configurable: true, value: {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, value) => { kept.set(String(key), String(value)); },
      removeItem: (key) => { kept.delete(String(key)); },
      clear: () => kept.clear(),
      key: (place) => [...kept.keys()][place] ?? null,
      get length() { return kept.size; },
    } });
  }
}
