package dev.cosell.localhost.app;

import java.nio.file.Path;

/**
 * One {@code function.json}.
 *
 * @param entryPoint class and method, joined by a dot
 * @param returnsHttp whether {@code $return} is bound to the HTTP response
 */
public record FunctionDefinition(
        String name, Path scriptFile, String entryPoint, Trigger trigger, boolean returnsHttp, boolean disabled) {
    public String className() {
        return entryPoint.substring(0, entryPoint.lastIndexOf('.'));
    }

    public String methodName() {
        return entryPoint.substring(entryPoint.lastIndexOf('.') + 1);
    }
}
