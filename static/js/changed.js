// Marks a pushed row for six seconds. Watched is every element with an id and a data-changed: its
// value names the row's state (a text that differs when something worth a look differs, such as
// "answered"), so that a mere count or an equal fragment marks nothing. Rows that come later than
// the page are marked; those that were there are not, until they change.

import { onRendered } from "./rendered.js";

const MARKED_MS = 6000;
const states = new Map();
const marked = new Set();
let isLoading = true;

const unmark = (id) => {
  marked.delete(id);
  document.getElementById(id)?.classList.remove("changed");
};

const look = (row) => {
  const isNews = states.get(row.id) !== row.dataset.changed && !isLoading;
  states.set(row.id, row.dataset.changed);
  if (isNews && !marked.has(row.id)) {
    marked.add(row.id);
    setTimeout(unmark, MARKED_MS, row.id);
  }
  // A swap inside the six seconds takes the class away.
  if (marked.has(row.id) && !row.classList.contains("changed")) row.classList.add("changed");
};

onRendered("[data-changed][id]", look, ["data-changed", "class"]);
isLoading = false;
