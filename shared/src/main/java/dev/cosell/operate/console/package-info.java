/**
 * The operators' console as it is sent to a browser, and what it may offer to do with a deal. Its page and scripts hold no
 * data: they ask the app's other routes, with the key of whoever looks at them.
 */
package dev.cosell.operate.console;
