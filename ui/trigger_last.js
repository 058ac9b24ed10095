// Comes before the scripts of every place of gr.HTML: `triggerLast` raises an event of the place, as `trigger` does.
// What is pressed while gradio still has one of the same name under way waits for that ("always_last"); gradio then
// raises the one before once more, with the data that it came with. So all of a name come with one object, which says
// the last.
const triggerLast = (() => {
  const raised = {};
  return (name, data) => {
    const told = raised[name] ??= {};
    for (const key of Object.keys(told)) delete told[key];
    trigger(name, Object.assign(told, data));
  };
})();
