// A [data-dismiss] button takes its notice away; focus goes to the page. What is sent next and taken
// takes it away, too. What no server answers gets the notice in #unsent. Regions that are fetched
// again do neither.

document.addEventListener("click", ({ target }) => {
  const notice = target.closest("[data-dismiss]")?.closest(".notice");
  if (!notice) return;
  notice.remove();
  document.querySelector("main").focus({ preventScroll: true });
});

const show = (...notices) => document.getElementById("notices").replaceChildren(...notices);
const isSent = (ctx) => ctx?.request && ctx.request.method !== "GET";

// With metaCharacter "-" htmx names its events so.
document.addEventListener("htmx-before-swap", ({ detail: { ctx } }) => {
  if (isSent(ctx) && ctx.response?.status < 400) show();
});
document.addEventListener("htmx-error", ({ detail: { ctx } }) => {
  if (isSent(ctx) && !ctx.response) {
    show(document.getElementById("unsent").content.cloneNode(true));
  }
});
