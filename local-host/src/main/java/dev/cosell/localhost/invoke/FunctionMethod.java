package dev.cosell.localhost.invoke;

import dev.cosell.localhost.app.FunctionDefinition;
import java.lang.reflect.Method;
import java.util.List;

/** A function whose class was found and whose every parameter can be bound. */
public record FunctionMethod(FunctionDefinition definition, Method method, List<Argument> arguments) {
    public String name() {
        return definition.name();
    }
}
