// The form for an answer in writing stays as it is while its row changes (data-morph-skip), so that
// nobody overwrites what they have not seen. What it stands on is renewed when it is opened and
// when the server has replied: after a conflict, sending again is meant. A published answer closes
// it, and opened again it holds that answer.

const ANSWER = "form[data-keep^='answer-']";

const renew = (form) => {
  form.elements.version.value = form.closest("[data-version]").dataset.version;
};

const begin = (form) => {
  const published = form.closest("[data-version]").querySelector(".question__answer");
  form.elements.answer.value ||= published?.textContent ?? "";
  renew(form);
};

// Toggling does not bubble.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.open) target.querySelectorAll(ANSWER).forEach(begin);
  },
  true,
);

// With metaCharacter "-" htmx names its events so.
document.addEventListener("htmx-finally-request", ({ target, detail }) => {
  const form = target.closest?.(ANSWER);
  if (!form) return;
  renew(form);
  if (detail.ctx.response?.status < 400) form.closest("details").open = false;
});
