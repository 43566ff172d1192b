// Keeps every [data-clock] (an ISO due time) saying how long is left; the page works without it.
(() => {
  const words = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    if (hours >= 48) return `${Math.floor(hours / 24)}天${hours % 24}小时`;
    if (hours) return minutes % 60 ? `${hours}小时${minutes % 60}分` : `${hours}小时`;
    return minutes ? `${minutes}分` : "不到1分";
  };
  const tick = () => {
    for (const element of document.querySelectorAll("[data-clock]")) {
      const left = (new Date(element.dataset.clock) - Date.now()) / 1000;
      const text = left < 0 ? "已到时限" : `还有${words(left)}`;
      if (element.textContent !== text) element.textContent = text;
    }
  };
  tick();
  setInterval(tick, 15000);
  document.addEventListener("htmx:afterSettle", tick);
})();
