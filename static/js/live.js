// Live regions: an element with data-region="URL" shows what that URL returns. All are fetched
// again whenever the socket opens, and when the server says that it skipped frames; that covers
// the gap between page and socket, reconnects, slow lines and hidden tabs. A region within another
// comes with that one, so that a page can get all it shows at once. A page whose socket has
// "seen=" in its address says by it what it was made from: then the server says as the socket opens
// whether anything has changed since, and if not, nothing is fetched. A region with
// data-follows="question" shows things of this viewer only, each with a data-question="ID": it is
// fetched again when a frame names one of them; with data-spread="5000" some time within so many
// milliseconds, since everybody's are. The body's data-line says "open" or "lost".
// The build puts this file behind htmx, too: it must listen before a socket opens.
// With metaCharacter "-" htmx names its events so.
(() => {
  const REFETCH = '{"refetch": true}';

  const PATIENCE_MS = 5000;
  const fetching = new Set();

  const fetchAgain = (region) => {
    const swapped = htmx.ajax("GET", region.dataset.region, {
      source: region,
      target: region,
      swap: "outerMorph",
    });
    fetching.add(swapped);
    const done = () => fetching.delete(swapped);
    swapped.then(done, done);
  };

  // A frame that arrives while a region is being fetched may be newer than what is fetched: it
  // waits until that is in its place.
  document.addEventListener("htmx-ws-before-message-incoming", ({ detail }) => {
    if (!fetching.size) return;
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    detail.waitUntil(Promise.race([Promise.allSettled(fetching), patience]));
  });

  // The answer to a click that comes while a region is being fetched is newer than what is fetched:
  // such a region is fetched once more, or it would show the past until the next frame.
  let answers = 0;
  const answersBefore = new WeakMap();
  const isFetch = (ctx) => ctx.request.method.toUpperCase() === "GET";

  document.addEventListener("htmx-before-request", ({ detail: { ctx } }) => {
    answersBefore.set(ctx, answers);
  });

  document.addEventListener("htmx-after-request", ({ detail: { ctx } }) => {
    if (!isFetch(ctx)) answers += 1;
  });

  document.addEventListener("htmx-finally-request", ({ detail: { ctx } }) => {
    const region = ctx.sourceElement;
    const isPast = isFetch(ctx) && answersBefore.get(ctx) !== answers;
    if (isPast && region.isConnected && region.dataset.region) fetchAgain(region);
  });

  // What a proxy says of a server that is away is shown nowhere; what we refuse is a notice.
  document.addEventListener("htmx-response-error", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.dataset.region) ctx.swap = "none";
  });

  const fetchAll = () => {
    document.querySelectorAll("[data-region]:not([data-region] *)").forEach(fetchAgain);
  };

  const fetchSoon = (region) => {
    if (region.dataset.spread) setTimeout(fetchAgain, Math.random() * region.dataset.spread, region);
    else fetchAgain(region);
  };

  const names = (frame, region) => {
    const noun = region.dataset.follows;
    return [...region.querySelectorAll(`[data-${noun}]`)].some((element) =>
      new RegExp(`\\b${noun}-${element.dataset[noun]}\\b`).test(frame),
    );
  };

  const SOCKET = "data-hx-ws-connect";
  const isTold = () => document.querySelector(`[${SOCKET}*="seen="]`) !== null;

  document.addEventListener("htmx-ws-after-connection", () => {
    document.body.dataset.line = "open";
    if (!isTold()) fetchAll();
  });

  // Back on a page that the browser has kept: what its viewer has done meanwhile is not on it.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) fetchAll();
  });

  document.addEventListener("htmx-ws-close", () => {
    document.body.dataset.line = "lost";
  });

  document.addEventListener("htmx-ws-after-message-incoming", ({ detail }) => {
    const frame = detail.message.data;
    if (frame === REFETCH) fetchAll();
    for (const region of document.querySelectorAll("[data-follows]")) {
      if (names(frame, region)) fetchSoon(region);
    }
  });
})();
