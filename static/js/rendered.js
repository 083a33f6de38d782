// Shared by the modules that finish what the server rendered: `apply` runs for every element that
// matches, now and again whenever a push, a swap or a script puts one in or changes it. `apply`
// must leave an element alone that is already right, or it would call itself for ever.

export const onRendered = (selector, apply, attributeFilter = []) => {
  const inside = (root) => {
    if (root.matches?.(selector)) apply(root);
    root.querySelectorAll?.(selector).forEach(apply);
  };

  const around = (node) => {
    const host = (node instanceof Element ? node : node.parentElement)?.closest(selector);
    if (host) apply(host);
  };

  new MutationObserver((records) => {
    for (const record of records) {
      record.addedNodes.forEach(inside);
      around(record.target);
    }
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    ...(attributeFilter.length ? { attributeFilter } : {}),
  });

  inside(document.documentElement);
};
