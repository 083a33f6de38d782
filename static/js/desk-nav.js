// Brings the current entry of a navigation that scrolls into sight. Where the style sheet can say so
// (scroll-initial-target), the browser has done it before anything was shown.

if (!CSS.supports("scroll-initial-target", "nearest")) {
  for (const entry of document.querySelectorAll(".desk-nav [aria-current]")) {
    const list = entry.closest("ul");
    const [at, from] = [entry.getBoundingClientRect(), list.getBoundingClientRect()];
    list.scrollLeft += at.left - from.left - (from.width - at.width) / 2;
  }
}
