/** One HTTP transport for every remote system: timeouts, size limits, metering, and status to problem. */
package dev.cosell.http;
