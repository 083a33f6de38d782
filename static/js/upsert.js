// The swap "upsert" for htmx: a child with the same id is morphed, so that focus, selection and
// what is being typed stay; if it stands elsewhere it is moved; a new one is added at the end.
// The build puts this file behind htmx in the one script of static/vendor: a second script could
// come after the first frame.
(() => {
  let api;

  function place(target, element) {
    const present = element.id && document.getElementById(element.id);
    if (!present) {
      target.append(element);
      return element;
    }
    if (present.parentNode !== target) target.append(present);
    const fragment = document.createDocumentFragment();
    fragment.append(element);
    api.morph(present, fragment, false);
    return document.getElementById(present.id);
  }

  htmx.registerExtension("upsert", {
    init: (internals) => {
      api = internals;
    },
    handle_swap: (style, target, fragment) =>
      style === "upsert" && [...fragment.children].map((element) => place(target, element)),
  });
})();
