// Opens, filters and sorts the questions. Everything that is put into the page as HTML was escaped when it was written.
"use strict";
(() => {
  const held = JSON.parse(document.getElementById("report-data").textContent);
  const list = document.getElementById("entries");
  const entries = [...list.children];
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const field = (name) => document.getElementById("filter-" + name);
  const of = (entry) => held.questions[Number(entry.dataset.number)];

  // Offsets count characters as Python does, not the halves of a pair.
  const withMarks = (text, offsets) => {
    const letters = [...text];
    const whole = document.createElement("p");
    whole.className = "text";
    whole.lang = "zh-CN";
    let position = 0;
    for (let place = 0; place < offsets.length; place += 2) {
      whole.append(letters.slice(position, offsets[place]).join(""));
      const mark = document.createElement("mark");
      mark.textContent = letters.slice(offsets[place], offsets[place + 1]).join("");
      whole.append(mark);
      position = offsets[place + 1];
    }
    whole.append(letters.slice(position).join(""));
    return whole;
  };

  const fill = (entry) => {
    const inside = entry.querySelector(".inside");
    if (inside.firstChild) return;
    inside.innerHTML = of(entry).html;
    for (const place of inside.querySelectorAll(".held")) {
      const [head, text] = held.passages[Number(place.dataset.passage)];
      place.innerHTML = head;
      place.append(withMarks(text, place.dataset.marks.split(" ").filter(Boolean).map(Number)));
    }
  };

  const chosenRun = (question) => (field("run") ? field("run").value : Object.keys(question.states)[0]);

  const wanted = (question) => {
    const type = field("type").value, state = field("state").value;
    if (type && type !== "=" + question.type) return false;
    if (state && question.states[chosenRun(question)] !== state) return false;
    if (field("differ") && field("differ").checked && new Set(Object.values(question.states)).size < 2) return false;
    return field("words").value.toLowerCase().split(/\s+/).every((word) => question.words.includes(word));
  };

  const ordered = () => {
    const order = field("sort").value;
    if (!order) return entries;
    const falling = order[0] === "-", name = order.slice(1);
    const value = (entry) => (of(entry).figures[chosenRun(of(entry))] || {})[name];
    // Questions without the figure come last either way; equal ones stay in the file's order.
    return [...entries].sort((one, other) => {
      const left = value(one), right = value(other);
      if (left === undefined || right === undefined) return (left === undefined) - (right === undefined);
      return falling ? right - left : left - right;
    });
  };

  const refresh = () => {
    let count = 0;
    for (const entry of entries) {
      entry.hidden = !wanted(of(entry));
      count += entry.hidden ? 0 : 1;
    }
    list.append(...ordered());
    shown.textContent = shown.dataset.words.replace("{shown}", count);
  };

  const follow = () => {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const entry = entries.find((one) => one.id === id);
    if (!entry) return;
    if (entry.hidden) {
      form.reset();
      refresh();
    }
    fill(entry);
    entry.open = true;
    entry.scrollIntoView({ behavior: "instant" });
    for (const one of entries) one.classList.toggle("chosen", one === entry);
  };

  list.addEventListener("toggle", (event) => {
    if (event.target.matches(".entry") && event.target.open) fill(event.target);
  }, true);
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a.id");
    if (link && link.hash === location.hash) follow();  // no change of the fragment, no event
  });
  form.addEventListener("input", refresh);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", follow);

  // On paper, what went wrong is worth reading in full, as far as that is a few sheets.
  const PRINTED = 30;
  let opened = [];
  window.addEventListener("beforeprint", () => {
    const bad = (entry) => ["wrong", "partly", "refused-wrongly"].includes(of(entry).states[chosenRun(of(entry))]);
    opened = entries.filter((entry) => !entry.hidden && !entry.open && bad(entry)).slice(0, PRINTED);
    for (const entry of opened) {
      fill(entry);
      entry.open = true;
    }
  });
  window.addEventListener("afterprint", () => {
    for (const entry of opened) entry.open = false;
    opened = [];
  });

  refresh();
  follow();
})();
