// form[data-keep="name"]: what is typed into its text fields outlives a push, a reload and a lost
// line (sessionStorage), until htmx reports that the server took it (a status below 400).
// What was said about the last text, in [data-said], goes as soon as the next one is begun; thanks
// also with the next click elsewhere. A refusal there marks the textarea, which takes the focus.
// Inside it, [data-left] with "{n}" in its text shows how many characters of the textarea's
// maxlength are left once they are few, and [data-offline] is shown while there is no network or
// live.js says in the body's data-line that the socket is lost.

import { onRendered } from "./rendered.js";

const FEW = 60;
const KEPT = "form[data-keep]";

const fields = (form) => [...form.querySelectorAll("textarea, input[type='text']")];
const place = (field) => `keep:${location.pathname}:${field.form.dataset.keep}:${field.name}`;

const count = (form) => {
  const area = form.querySelector("textarea[maxlength]");
  const output = form.querySelector("[data-left]");
  if (!area || !output) return;
  output.dataset.left ||= output.textContent;
  const left = area.maxLength - area.value.length;
  const sentence = output.dataset.left.replace("{n}", left);
  output.hidden = left > FEW;
  output.toggleAttribute("data-short", left <= FEW / 6);
  if (output.textContent !== sentence) output.textContent = sentence;
};

const showLine = (form) => {
  const isUp = navigator.onLine && document.body.dataset.line !== "lost";
  for (const hint of form.querySelectorAll("[data-offline]")) hint.hidden = isUp;
};

const showLines = () => document.querySelectorAll(KEPT).forEach(showLine);

const restore = (form) => {
  for (const field of fields(form)) field.value ||= sessionStorage.getItem(place(field)) ?? "";
  count(form);
  showLine(form);
};

// What was typed while the request was under way has not been sent, and stays.
const clear = (form, sent) => {
  for (const field of fields(form)) {
    if (sent.get(field.name)?.replaceAll("\r\n", "\n") !== field.value) continue;
    sessionStorage.removeItem(place(field));
    field.value = "";
  }
  count(form);
};

const mark = (form, isRefused) => {
  const area = form.querySelector("textarea");
  if (isRefused) {
    area.setAttribute("aria-invalid", "true");
    area.setAttribute("aria-describedby", form.querySelector("[data-said]").id);
    area.focus();
  } else {
    area.removeAttribute("aria-invalid");
    area.removeAttribute("aria-describedby");
  }
};

document.addEventListener("click", ({ target }) => {
  for (const said of document.querySelectorAll("[data-said]")) {
    if (!said.contains(target)) said.querySelector(".notice")?.remove();
  }
});

document.addEventListener("input", ({ target }) => {
  if (!target.form?.matches(KEPT) || !fields(target.form).includes(target)) return;
  sessionStorage.setItem(place(target), target.value);
  const said = target.form.querySelector("[data-said]");
  if (said) {
    said.replaceChildren();
    mark(target.form, false);
  }
  count(target.form);
});

// With metaCharacter "-" htmx names its events so.
document.addEventListener("htmx-after-request", ({ target, detail }) => {
  const form = target.closest?.(KEPT);
  const { response, request } = detail.ctx;
  if (form && response?.status < 400 && request.body) clear(form, request.body);
});

document.addEventListener("htmx-finally-request", ({ target }) => {
  const form = target.closest?.(KEPT);
  const said = form?.querySelector("[data-said]");
  if (said) mark(form, said.querySelector(".field__error") !== null);
});

addEventListener("online", showLines);
addEventListener("offline", showLines);
new MutationObserver(showLines).observe(document.body, { attributeFilter: ["data-line"] });
onRendered(KEPT, restore);
