// Runs when the page is loaded: what this browser keeps goes to the server, with what this tab had open and was asking.
(former, store) => {
  const told = { format: 2, conversations: [], deleted: {} };
  try {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith("wenbao-conversation-"))) {
      try {
        const value = JSON.parse(localStorage.getItem(key));
        if (value.deleted) told.deleted[value.id] = value.deleted;
        else told.conversations.push(value);
      } catch { /* not written by this page */ }
    }
    told.current = sessionStorage.getItem("wenbao-open") ?? localStorage.getItem("wenbao-open");
    told.asking = sessionStorage.getItem("wenbao-asking");
  } catch { /* a browser that keeps nothing */ }
  return [former, JSON.stringify(told)];
}
