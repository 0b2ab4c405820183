// While the certificate is being made, ask again: soon at first, then ever less, six times. The
// count stays with this entry of the browser's history.
const veces = history.state?.espera ?? 0;
if (veces < 6) {
  setTimeout(() => {
    history.replaceState({ espera: veces + 1 }, "");
    location.reload();
  }, 2000 * 2 ** veces);
}
