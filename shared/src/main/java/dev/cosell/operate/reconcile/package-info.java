/** The net under the events: comparing both systems with what is remembered, and bringing many deals in step at once. */
package dev.cosell.operate.reconcile;
