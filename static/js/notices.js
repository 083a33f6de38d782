// A [data-dismiss] button takes its notice away; focus goes to the page.

document.addEventListener("click", ({ target }) => {
  const notice = target.closest("[data-dismiss]")?.closest(".notice");
  if (!notice) return;
  notice.remove();
  document.querySelector("main").focus({ preventScroll: true });
});
