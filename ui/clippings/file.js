// Runs when the place of a file is loaded: it is saved, and the place emptied. `element`, `props` and `watch` are given
// by gr.HTML.
watch("value", () => {
  const file = element.querySelector(".file");
  if (!file) return;
  const { name, type } = file.dataset;
  if (!name) document.dispatchEvent(new CustomEvent("wenbao-clippings-said", { detail: file.textContent }));
  else {
    const text = "coded" in file.dataset ? Uint8Array.from(atob(file.textContent), (each) => each.charCodeAt(0))
      : file.textContent;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "coded" in file.dataset ? type : `${type};charset=utf-8` }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  props.value = "";
});
