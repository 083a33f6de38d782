// What only this viewer knows stays out of shared fragments. The page carries
// <script type="application/json" id="mine">{"upvoted": [7, 12], "asked": [9]}</script>; each
// [data-upvote="7"] is shown as pressed, and its form takes the voice back; each [data-upvote="9"]
// is pressed for good, and each [data-asked="9"] is unhidden, after every swap. With "bookmarked",
// each [data-bookmark] is shown as one of them or not, and its form does the opposite.
// The element itself may be swapped: then all of them are looked at again.

import { onRendered } from "./rendered.js";

let mine = { upvoted: new Set(), asked: new Set(), bookmarked: null };

const set = (element, name, value) => {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
};

const turn = (form, verb) => {
  for (const name of ["action", "data-hx-post"]) {
    const url = form.getAttribute(name);
    set(form, name, url.replace(/_method=\w+$/, `_method=${verb}`));
  }
};

const press = (button) => {
  const id = Number(button.dataset.upvote);
  const isOwn = mine.asked.has(id);
  const verb = mine.upvoted.has(id) ? "delete" : "put";
  set(button, "aria-pressed", String(isOwn || verb === "delete"));
  if (isOwn) button.disabled = true;
  turn(button.form, verb);
};

const mark = (button) => {
  if (!mine.bookmarked) return;
  const isMarked = mine.bookmarked.has(Number(button.dataset.bookmark));
  set(button, "aria-pressed", String(isMarked));
  turn(button.form, isMarked ? "delete" : "put");
};

const reveal = (element) => {
  const hidden = !mine.asked.has(Number(element.dataset.asked));
  if (element.hidden !== hidden) element.hidden = hidden;
};

const read = (element) => {
  const { upvoted = [], asked = [], bookmarked } = JSON.parse(element.textContent || "{}");
  mine = {
    upvoted: new Set(upvoted),
    asked: new Set(asked),
    bookmarked: bookmarked ? new Set(bookmarked) : null,
  };
  document.querySelectorAll("[data-upvote]").forEach(press);
  document.querySelectorAll("[data-bookmark]").forEach(mark);
  document.querySelectorAll("[data-asked]").forEach(reveal);
};

onRendered("#mine", read);
onRendered("[data-upvote]", press, ["aria-pressed", "data-upvote"]);
onRendered("[data-bookmark]", mark, ["aria-pressed", "data-bookmark"]);
onRendered("[data-asked]", reveal, ["hidden", "data-asked"]);
