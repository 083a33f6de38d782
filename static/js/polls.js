// A poll in this browser. [data-until] shows the time left in its data-words ("{left} left") during
// the last hour; without this module the closing time beside it must do. What was said about an
// answer goes as another one is chosen. An answer that was taken is no longer shown as chosen, as
// somebody else may look at the screen; nor is a withdrawn one: form[data-withdraws="id of the
// ballot"].

import { onRendered } from "./rendered.js";

const HOUR_S = 3600;

const show = (element) => {
  const left = Math.ceil((new Date(element.dataset.until) - Date.now()) / 1000);
  const isNear = left > 0 && left <= HOUR_S;
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const words = isNear ? element.dataset.words.replace("{left}", clock) : "";
  if (element.hidden === isNear) element.hidden = !isNear;
  if (element.textContent !== words) element.textContent = words;
};

document.addEventListener("change", ({ target }) => {
  target.form?.matches("[data-ballot]") && target.form.querySelector(".poll__said").replaceChildren();
});

// With metaCharacter "-" htmx names its events so.
document.addEventListener("htmx-after-request", ({ target, detail }) => {
  const form = target.closest?.("[data-ballot], [data-withdraws]");
  if (!form || !(detail.ctx.response?.status < 400)) return;
  for (const box of document.getElementById(form.dataset.withdraws ?? form.id).elements) {
    box.checked = false;
  }
});

onRendered("[data-until]", show, ["hidden", "data-until"]);
setInterval(() => document.querySelectorAll("[data-until]").forEach(show), 1000);
