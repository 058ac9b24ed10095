// Runs in the head of each page, before gradio's scripts. Gradio keeps one stream for the answers of all events, which
// the server closes when none is under way. An event that has begun just before the page hears of the closing would be
// answered into no stream: gradio believes that it has one, and opens another with the next event only (`open_stream`
// in the client of gradio 6). So the closing is heard here first, and where an answer is still to come, it is read on.
{
  const fetched = window.fetch.bind(window), encoder = new TextEncoder();
  const open = new Set(), ended = new Set();  // ids of events: begun and not ended; ended before it was heard that they began

  const begun = async (response) => {
    const { event_id: id } = await response.clone().json().catch(() => ({}));
    if (id && !ended.delete(id)) open.add(id);
    return response;
  };

  const closes = (message) => {
    const [, kind, id] = /^data: ?\{"msg":"(\w+)"(?:,"event_id":"(\w+)")?/.exec(message) ?? [];
    if (kind === "process_completed" && id && !open.delete(id)) ended.add(id);
    return kind === "close_stream";
  };

  async function* messages(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let rest = "", { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      yield* parts;
    }
  }

  async function* answers(response, reopened) {
    let closing = null;  // told when nothing is to be answered any more, or nothing more can be read
    while (response?.ok) {
      closing = null;
      for await (const message of messages(response)) {
        if (closes(message)) closing = message;
        else yield encoder.encode(`${message}\n\n`);
      }
      response = closing && open.size ? await reopened().catch(() => null) : null;
    }
    if (closing) yield encoder.encode(`${closing}\n\n`);
  }

  const streamed = (chunks) => new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => chunks.return(),
  });

  window.fetch = async (resource, options) => {
    const address = resource instanceof Request ? resource.url : String(resource);
    const once = () => fetched(resource instanceof Request ? resource.clone() : resource, options);
    if (/\/queue\/join\b/.test(address)) return begun(await once());
    if (!/\/queue\/data\?/.test(address)) return fetched(resource, options);
    const response = await once();
    return response.ok ? new Response(streamed(answers(response, once)), response) : response;
  };
}
