// Writes the day of printing into the foot of the paper: the page itself only knows the day on which it was published.
(() => {
  const date = document.querySelector("[data-print-date]");
  const verb = document.querySelector("[data-print-verb]");
  if (!date || !verb) return;
  const say = () => {
    date.textContent = new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    verb.textContent = "printed";
  };
  say(); // for browsers that do not announce that they print
  addEventListener("beforeprint", say);
})();
