// In the page before anything else: what it cannot tell of itself.
(() => {
  const frame = () => new Promise(requestAnimationFrame);
  const blocks = [];
  new PerformanceObserver((list) => blocks.push(...list.getEntries())).observe({ type: "longtask", buffered: true });

  /** Frames for so long, with something done before each; frames/s, and the 95th percentile of their times in ms. */
  async function paced(milliseconds, act = () => undefined) {
    const times = [];
    let last = await frame();
    const began = last;
    while (last - began < milliseconds) {
      act(times.length);
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    const sorted = times.toSorted((one, other) => one - other);
    return { frames: times.length, rate: (times.length * 1000) / (last - began), p95: sorted[Math.floor(sorted.length * 0.95)], most: sorted.at(-1) };
  }

  /** The node that is nearest to the middle of what is seen of the canvas. */
  function middle() {
    const { left, top, width, height } = document.querySelector(".react-flow").getBoundingClientRect();
    const far = (element) => {
      const box = element.getBoundingClientRect();
      return Math.hypot(box.left - left - width / 2, box.top - top - height / 2);
    };
    return [...document.querySelectorAll("[data-node]")].reduce((best, each) => (far(each) < far(best) ? each : best));
  }

  /** It is dragged in circles, a move for each frame. */
  async function drag(milliseconds) {
    const node = middle();
    const { left, top } = node.getBoundingClientRect();
    const [x, y] = [left + 5, top + 4];
    const mouse = (type, target, dx, dy) =>
      target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, view: window, button: 0, buttons: 1, clientX: x + dx, clientY: y + dy }));
    mouse("mousedown", node, 0, 0);
    const found = await paced(milliseconds, (step) => mouse("mousemove", window, 120 * Math.sin(step / 20), 90 * Math.sin(step / 13)));
    const moved = node.getBoundingClientRect();
    mouse("mouseup", window, 0, 0);
    return { ...found, moved: Math.hypot(moved.left - left, moved.top - top) };
  }

  /** From a press until the selector's attribute is another one and drawn; ms. */
  function answered(button, selector, attribute) {
    const began = performance.now();
    const before = new Map([...document.querySelectorAll(selector)].map((element) => [element, element.getAttribute(attribute)]));
    return new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (![...document.querySelectorAll(selector)].some((element) => element.getAttribute(attribute) !== (before.get(element) ?? null))) return;
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - began));
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: [attribute] });
      button.click();
    });
  }

  /** Since the visit began, when so many were there and drawn; ms. */
  async function drawn(selector, count) {
    while (document.querySelectorAll(selector).length < count) await frame();
    await frame();
    return performance.now();
  }

  window.probes = { answered, blocks, drag, drawn, frame, paced };
})();
