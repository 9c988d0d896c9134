package dev.cosell.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A function that the host opens only to a key, as its annotations describe it.
 *
 * @param function of its trigger class, which the worker can make without arguments
 * @param trigger how the host finds it
 * @param template the parts of its route; one in braces stands for any text
 */
record OperatorRoute(Method function, HttpTrigger trigger, List<String> template) {
    /** As the host does it: a part that is written out goes before one that stands for any text. */
    static final Comparator<OperatorRoute> LITERALS_FIRST = (one, other) -> Arrays.compare(one.ranks(), other.ranks());

    /** None for a method that is no function, or one that needs no key. */
    static Optional<OperatorRoute> of(Method function) {
        return Arrays.stream(function.getParameters())
                .flatMap(parameter -> Stream.ofNullable(parameter.getAnnotation(HttpTrigger.class)))
                .filter(trigger -> trigger.authLevel() == AuthorizationLevel.FUNCTION)
                .map(trigger -> new OperatorRoute(function, trigger, parts(trigger.route())))
                .findFirst();
    }

    static List<String> parts(String path) {
        return List.of(path.split("/", -1));
    }

    String name() {
        return function.getAnnotation(FunctionName.class).value();
    }

    boolean answers(HttpMethod method, List<String> path) {
        return Arrays.asList(trigger.methods()).contains(method)
                && template.size() == path.size()
                && IntStream.range(0, path.size()).allMatch(at -> fits(template.get(at), path.get(at)));
    }

    /** Calls the function as the worker would. */
    HttpResponseMessage call(
            HttpRequestMessage<Optional<String>> request, List<String> path, ExecutionContext context) {
        Object[] arguments = Arrays.stream(function.getParameters())
                .map(parameter -> argument(parameter, request, path, context))
                .toArray();
        try {
            Object trigger = function.getDeclaringClass().getConstructor().newInstance();
            return (HttpResponseMessage) function.invoke(trigger, arguments);
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(name() + " did not answer", thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(name() + ": expected what the worker can call", impossible);
        }
    }

    private Object argument(
            Parameter parameter,
            HttpRequestMessage<Optional<String>> request,
            List<String> path,
            ExecutionContext context) {
        return Optional.ofNullable(parameter.getAnnotation(BindingName.class))
                .<Object>map(bound -> path.get(template.indexOf("{" + bound.value() + "}")))
                .orElse(parameter.isAnnotationPresent(HttpTrigger.class) ? request : context);
    }

    private static boolean fits(String part, String text) {
        return isAnyText(part) ? !text.isEmpty() : part.equalsIgnoreCase(text);
    }

    private static boolean isAnyText(String part) {
        return part.startsWith("{");
    }

    private int[] ranks() {
        return template.stream().mapToInt(part -> isAnyText(part) ? 1 : 0).toArray();
    }
}
