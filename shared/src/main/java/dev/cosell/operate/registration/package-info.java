/**
 * Partner Center's one webhook registration: making it ours, keeping it, giving it back, and proving that events arrive.
 * What an instance may do with it at all depends on its {@link dev.cosell.operate.registration.Environment}.
 */
package dev.cosell.operate.registration;
