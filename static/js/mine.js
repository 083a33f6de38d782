// What only this viewer knows stays out of shared fragments. The page carries
// <script type="application/json" id="mine">{"upvoted": [7, 12], "asked": [9]}</script>; each
// [data-upvote="7"] is shown as pressed, and each [data-asked="9"] is unhidden, after every swap.
// The element itself may be swapped: then all of them are looked at again.

import { onRendered } from "./rendered.js";

let mine = { upvoted: new Set(), asked: new Set() };

const press = (button) => {
  const pressed = String(mine.upvoted.has(Number(button.dataset.upvote)));
  if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
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
