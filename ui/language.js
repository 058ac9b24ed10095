// Runs in the head of each page, before anything is shown: the page's language, and the way to the other one. Given:
// LANGUAGE (of this page), HOME (where visitors start who chose nothing, "" for the browser's), LEADS (whether there is
// a page in the other language). The choice is kept where the browser allows it.
document.documentElement.lang = LANGUAGE === "zh" ? "zh-CN" : "en";

const KEY = "wenbao-language";
function chosen() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}

if (LEADS && LANGUAGE === "zh") {
  const speaks = (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en";
  if ((chosen() || HOME || speaks) === "en") {
    location.replace(new URL("en/" + location.search + location.hash, location.href));
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.language");
  if (!link) return;
  try { localStorage.setItem(KEY, link.dataset.language); } catch { /* asked again at the next visit */ }
  link.href += location.search;  // the question that the address opens goes along
});
