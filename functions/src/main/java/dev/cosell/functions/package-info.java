/**
 * The Azure Functions app: one class per flow it replaces, each of which carries a request to the connector and its
 * answer back. Nothing is decided here.
 *
 * <p>Triggers bind texts only and the connector parses them: the worker's own binding cannot read records and would hang.
 * Each class has a constructor without parameters, because the worker makes an object per invocation; what is shared
 * lives in {@link dev.cosell.functions.App}.
 */
package dev.cosell.functions;
