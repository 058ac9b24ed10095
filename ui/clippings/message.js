// Runs when the store of clippings is loaded: a clipping that the server made goes to those that are kept. `props` and
// `watch` are given by gr.HTML.
watch("value", () => {
  const message = JSON.parse(props.value || "null");
  if (message) document.dispatchEvent(new CustomEvent("wenbao-clipped", { detail: message }));
});
