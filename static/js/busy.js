// While a form is under way its button is aria-busy, and what is sent twice goes once. After a
// second #busy says so, in its data-words, to those who cannot see it. A form that the browser
// sends itself leaves with its page; it is free again if the page stays, or comes back.

const SAID_AFTER_MS = 1000;
const PATIENCE_MS = 60000;
const busy = new Map();

// What was swapped away is awaited by nobody.
const someIsBusy = () => [...busy.keys()].some((form) => form.isConnected);

const free = (form) => {
  const { button, timers } = busy.get(form) ?? {};
  timers?.forEach(clearTimeout);
  button?.removeAttribute("aria-busy");
  button?.removeAttribute("aria-disabled");
  busy.delete(form);
  if (!someIsBusy()) document.getElementById("busy").textContent = "";
};

const say = () => {
  if (!someIsBusy()) return;
  const region = document.getElementById("busy");
  region.textContent = region.dataset.words;
};

const hold = (form, button) => {
  if (button?.ariaDisabled === "true") return;
  button?.setAttribute("aria-busy", "true");
  button?.setAttribute("aria-disabled", "true");
  const timers = [setTimeout(say, SAID_AFTER_MS), setTimeout(free, PATIENCE_MS, form)];
  busy.set(form, { button, timers });
};

// What htmx sends it has prevented before.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (busy.has(event.target)) event.preventDefault();
  else hold(event.target, event.submitter);
});
document.addEventListener("input", ({ target }) => free(target.form));
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") [...busy.keys()].forEach(free);
});
addEventListener("pageshow", () => [...busy.keys()].forEach(free));

// With metaCharacter "-" htmx names its events so.
document.addEventListener("htmx-before-request", ({ target, detail: { ctx } }) => {
  if (target.matches("form")) hold(target, ctx.request.submitter);
});
document.addEventListener("htmx-finally-request", ({ target }) => free(target));
