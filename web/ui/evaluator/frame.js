// The one script of the frame that previews expressions: it has a worker, and hands the page's port to it.
/* global SOURCE, Worker, Blob, URL, addEventListener, parent */
const worker = new Worker(URL.createObjectURL(new Blob([SOURCE], { type: "text/javascript" })));
addEventListener(
  "message",
  ({ source, ports }) => {
    if (source === parent) worker.postMessage(null, [...ports]);
  },
  { once: true },
);
