package dev.cosell.localhost.invoke;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.cosell.localhost.app.Faults;
import dev.cosell.localhost.app.FunctionDefinition;
import dev.cosell.localhost.app.Trigger;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a function's method and decides how to bind each parameter.
 *
 * <p>Stricter than Azure on purpose: the real worker turns other parameter types into JSON by Gson, and hangs for ever
 * on a record. Whatever passes here works there.
 */
public final class MethodReader {
    private static final String SUPPORTED = "String, Optional<String>, byte[], HttpRequestMessage<Optional<String>> or "
            + "HttpRequestMessage<String> on the trigger's parameter, ExecutionContext, @BindingName String, long or int";

    private final FunctionDefinition definition;
    private final Set<String> routeParameters;
    private final Faults faults;

    private MethodReader(FunctionDefinition definition, Set<String> routeParameters, Faults faults) {
        this.definition = definition;
        this.routeParameters = routeParameters;
        this.faults = faults;
    }

    /**
     * Reads one function; nothing after faults were noted.
     *
     * @param routeParameters names in an HTTP function's route, empty for other triggers
     */
    public static Optional<FunctionMethod> read(
            FunctionDefinition definition, Set<String> routeParameters, ClassLoader classes, Faults faults) {
        return new MethodReader(definition, routeParameters, faults).read(classes);
    }

    private Optional<FunctionMethod> read(ClassLoader classes) {
        try {
            Class<?> type = Class.forName(definition.className(), true, classes);
            List<Method> candidates = Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals(definition.methodName()) && !method.isBridge())
                    .toList();
            if (candidates.size() != 1 || !Modifier.isPublic(type.getModifiers())) {
                fault("expected one public method " + definition.entryPoint() + " in a public class; found "
                        + candidates.size());
                return Optional.empty();
            }
            return bind(candidates.getFirst());
        } catch (ClassNotFoundException e) {
            fault("class " + definition.className() + " is neither in "
                    + definition.scriptFile().getFileName() + " nor in lib");
        } catch (LinkageError e) {
            fault("class " + definition.className() + " cannot be linked; is a jar missing in lib? " + e);
        }
        return Optional.empty();
    }

    private Optional<FunctionMethod> bind(Method method) {
        checkReturn(method);
        List<Argument> arguments = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            Optional<Argument> argument = argument(parameter);
            argument.ifPresentOrElse(
                    arguments::add,
                    () -> fault("parameter '" + parameter.getName() + "' has " + describe(parameter)
                            + ", which the local host cannot bind; supported: " + SUPPORTED));
        }
        return arguments.size() == method.getParameterCount()
                ? Optional.of(new FunctionMethod(definition, method, List.copyOf(arguments)))
                : Optional.empty();
    }

    private void checkReturn(Method method) {
        boolean http = definition.trigger() instanceof Trigger.Http;
        Class<?> expected = http ? HttpResponseMessage.class : void.class;
        if (method.getReturnType() != expected || definition.returnsHttp() != http) {
            fault("returns " + method.getReturnType().getSimpleName()
                    + (definition.returnsHttp() ? " with" : " without")
                    + " an http output $return; supported: HttpResponseMessage with one for httpTrigger, void without"
                    + " one for the others");
        }
    }

    private Optional<Argument> argument(Parameter parameter) {
        Type type = parameter.getParameterizedType();
        BindingName bindingName = parameter.getAnnotation(BindingName.class);
        if (bindingName != null) {
            return named(bindingName.value(), type);
        }
        if (type == ExecutionContext.class) {
            return Optional.of(new Argument.Context());
        }
        return isTrigger(parameter) ? body(type) : Optional.empty();
    }

    private Optional<Argument> named(String name, Type type) {
        boolean known = definition.trigger() instanceof Trigger.Queue || routeParameters.contains(name);
        boolean bindable = type == String.class || type == long.class || type == int.class;
        return known && bindable ? Optional.of(new Argument.Name(name, (Class<?>) type)) : Optional.empty();
    }

    private Optional<Argument> body(Type type) {
        boolean http = definition.trigger() instanceof Trigger.Http;
        if (type == String.class) {
            return Optional.of(new Argument.BodyText());
        }
        if (type == byte[].class) {
            return Optional.of(new Argument.BodyBytes());
        }
        if (isOptionalText(type)) {
            return Optional.of(new Argument.OptionalBodyText());
        }
        if (http && type instanceof ParameterizedType generic && generic.getRawType() == HttpRequestMessage.class) {
            Type bodyType = generic.getActualTypeArguments()[0];
            return bodyType == String.class || isOptionalText(bodyType)
                    ? Optional.of(new Argument.HttpRequest(isOptionalText(bodyType)))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private boolean isTrigger(Parameter parameter) {
        Optional<String> name = switch (definition.trigger()) {
            case Trigger.Http http ->
                Optional.ofNullable(parameter.getAnnotation(HttpTrigger.class)).map(HttpTrigger::name);
            case Trigger.Queue queue ->
                Optional.ofNullable(parameter.getAnnotation(QueueTrigger.class)).map(QueueTrigger::name);
            case Trigger.Timer timer ->
                Optional.ofNullable(parameter.getAnnotation(TimerTrigger.class)).map(TimerTrigger::name);
        };
        return name.filter(definition.trigger().parameter()::equals).isPresent();
    }

    private static boolean isOptionalText(Type type) {
        return type instanceof ParameterizedType generic
                && generic.getRawType() == Optional.class
                && generic.getActualTypeArguments()[0] == String.class;
    }

    private static String describe(Parameter parameter) {
        StringBuilder text = new StringBuilder();
        for (Annotation annotation : parameter.getAnnotations()) {
            text.append('@').append(annotation.annotationType().getSimpleName()).append(' ');
        }
        BindingName name = parameter.getAnnotation(BindingName.class);
        if (name != null) {
            text.append("named '").append(name.value()).append("' ");
        }
        return text.append("type ")
                .append(parameter.getParameterizedType().getTypeName())
                .toString();
    }

    private void fault(String text) {
        faults.add("function " + definition.name() + ": " + text);
    }
}
