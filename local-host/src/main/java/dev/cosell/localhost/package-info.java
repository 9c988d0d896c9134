/**
 * Runs a packaged Azure Functions app without Core Tools, on the subset of the platform that this project uses.
 *
 * <p>Supported: HTTP triggers with an HTTP output, queue triggers, timer triggers, on one instance; parameters
 * {@code String}, {@code Optional<String>}, {@code byte[]}, {@code HttpRequestMessage} of the first two,
 * {@code ExecutionContext} and {@code @BindingName} of {@code String}, {@code long} or {@code int};
 * {@code FunctionInstanceInjector}; the settings of {@code host.json} under {@code extensions.http},
 * {@code extensions.queues} and {@code functionTimeout}. Anything outside (other bindings and types, output bindings,
 * retry policies, dynamic concurrency, worker middleware, managed identity connections, unknown settings) fails at
 * start, with all faults in one message: an app that starts here uses nothing that would behave otherwise in Azure.
 *
 * <p>Known differences: timers keep no monitor status, so {@code IsPastDue} is always false and a time that passed while
 * the host was down is not caught up (the real host does not monitor schedules under a minute either); after a function
 * timeout the thread is interrupted, while the real host restarts the worker; one function key opens all functions.
 *
 * <p>Layers, each knowing only those before it: {@code app} (the package as files), {@code invoke} (calling a function),
 * {@code http}, {@code queue} and {@code timer} (what starts functions), and this package, which puts them together.
 */
package dev.cosell.localhost;
