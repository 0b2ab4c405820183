// While the certificate is being made, ask again until it is there.
setTimeout(() => location.reload(), 2000);
