/**
 * Traces and metrics, in OpenTelemetry's words. The engine and the adapters know nothing of it: their ports are wrapped
 * where they are put together, and what was going on is known to the thread that works.
 */
package dev.cosell.operate.telemetry;
