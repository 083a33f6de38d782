// What only this viewer knows stays out of shared fragments. The page carries
// <script type="application/json" id="mine">{"upvoted": [7, 12], "asked": [9]}</script>; each
// [data-upvote="7"] is shown as pressed, and its form takes the voice back; each [data-upvote="9"]
// is pressed for good, and each [data-asked="9"] is unhidden, after every swap.
// The element itself may be swapped: then all of them are looked at again.

import { onRendered } from "./rendered.js";

let mine = { upvoted: new Set(), asked: new Set() };

const set = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};

const press = (button) => {
  const id = Number(button.dataset.upvote);
  const isOwn = mine.asked.has(id);
  const verb = mine.upvoted.has(id) ? "delete" : "put";
  set(button, "aria-pressed", String(isOwn || verb === "delete"));
  if (isOwn) button.disabled = true;
  for (const name of ["action", "data-hx-post"]) {
    const url = button.form.getAttribute(name);
    set(button.form, name, url.replace(/_method=\w+$/, `_method=${verb}`));
  }
};

const reveal = (element) => {
  const hidden = !mine.asked.has(Number(element.dataset.asked));
  if (element.hidden !== hidden) element.hidden = hidden;
};

const read = (element) => {
  const { upvoted = [], asked = [] } = JSON.parse(element.textContent || "{}");
  mine = { upvoted: new Set(upvoted), asked: new Set(asked) };
  document.querySelectorAll("[data-upvote]").forEach(press);
  document.querySelectorAll("[data-asked]").forEach(reveal);
};

onRendered("#mine", read);
onRendered("[data-upvote]", press, ["aria-pressed", "data-upvote"]);
onRendered("[data-asked]", reveal, ["hidden", "data-asked"]);
