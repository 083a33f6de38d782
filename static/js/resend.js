// form[data-resend]: what no server answers, or one that is away or too busy, is kept and sent again:
// after a while that doubles, or soon after the socket or the network is back. It is kept in the
// memory of this page alone, as it may be an anonymous answer; #kept says so in #notices, and so
// does the browser to who leaves. Of what goes to the same place only the newest is kept, and it
// goes when the one before has been answered or given up, so that none overtakes another. What
// arrives twice counts once (PUT, DELETE, and a question with the same text).

const ATTEMPT_MS = 10000;
const FIRST_MS = 1000;
const MOST_MS = 30000;
// All who were cut off come back at once.
const SPREAD_MS = 1000;
const AWAY = [502, 503, 504];

const newest = new Map();
const lanes = new Map();
const late = new Set();
const sleepers = new Set();

const attempt = async (url, request) => {
  try {
    const signal = AbortSignal.timeout(ATTEMPT_MS);
    const response = await fetch(url, { ...request, signal });
    return AWAY.includes(response.status) ? null : response;
  } catch {
    return null;
  }
};

const inTurn = (place, act) => {
  const turn = (lanes.get(place) ?? Promise.resolve()).then(act);
  lanes.set(place, turn);
  return turn;
};

const sleep = (ms) =>
  new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      sleepers.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, ms * (0.5 + Math.random() / 2));
    sleepers.add(wake);
  });

const wakeAll = () => {
  setTimeout(() => [...sleepers].forEach((wake) => wake()), Math.random() * SPREAD_MS);
};

const tell = () => {
  const notices = document.getElementById("notices");
  const told = notices.querySelector("[data-kept]");
  if (late.size === 0) told?.remove();
  else if (!told) notices.replaceChildren(document.getElementById("kept").content.cloneNode(true));
};

const settle = (ctx) => {
  late.delete(ctx);
  tell();
};

const deliver = async (ctx, place, url, request) => {
  const isNewest = () => newest.get(place) === ctx;
  for (let wait = FIRST_MS; ; wait = Math.min(2 * wait, MOST_MS)) {
    const response = await inTurn(place, () => (isNewest() ? attempt(url, request) : null));
    if (!isNewest()) {
      settle(ctx);
      throw new DOMException("Another one followed.", "AbortError");
    }
    if (response) {
      settle(ctx);
      newest.delete(place);
      lanes.delete(place);
      return response;
    }
    late.add(ctx);
    tell();
    await sleep(wait);
  }
};

// With metaCharacter "-" htmx names its events so.
document.addEventListener("htmx-before-request", ({ target, detail: { ctx } }) => {
  if (!target.matches?.("form[data-resend]")) return;
  const place = new URL(ctx.request.action, document.baseURI).pathname;
  newest.set(place, ctx);
  clearTimeout(ctx.requestTimeout);
  ctx.fetch = (url, request) => deliver(ctx, place, url, request);
});

document.addEventListener("htmx-ws-after-connection", wakeAll);
addEventListener("online", wakeAll);
addEventListener("beforeunload", (event) => {
  if (late.size) event.preventDefault();
});
