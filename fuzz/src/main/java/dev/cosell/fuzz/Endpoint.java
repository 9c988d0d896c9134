package dev.cosell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A function behind a route. Its samples come from the page that describes it, its ids from what is there. */
final class Endpoint implements Target {
    /** What goes into a request, and what an answer to it has to be beside what all have to be. */
    interface Manner {
        Manner PLAIN = new Manner() {};

        /** Samples that the page of routes lacks. */
        default List<JsonNode> samples() {
            return List.of();
        }

        /** @return the text of a body made from a sample */
        default String body(Mutation mutation, JsonNode sample, Dice dice) {
            return mutation.json(sample);
        }

        /** What lets a request in, by lower-case name. */
        default Map<String, String> headers(String body, Dice dice) {
            return Map.of();
        }

        /** Called before a request; gives what is called after it with the answer. */
        default Consumer<HttpCall.Answered> before(HttpCall call) {
            return answer -> {};
        }
    }

    private final DeployedFunction function;
    private final List<Form> forms;
    private final List<String> ids;
    private final Promises promises;
    private final Manner manner;
    private final int weight;

    private record Form(HttpMethod method, Described described) {}

    /**
     * @param ids of deals and records that are there
     * @param weight see {@link Target#weight}
     */
    Endpoint(DeployedFunction function, List<String> ids, Promises promises, Manner manner, int weight) {
        this.function = function;
        this.ids = ids;
        this.promises = promises;
        this.manner = manner;
        this.weight = weight;
        HttpTrigger trigger = function.http().orElseThrow();
        this.forms = Arrays.stream(trigger.methods())
                .map(method -> new Form(method, Described.of(trigger.route(), method.name())))
                .toList();
    }

    @Override
    public String name() {
        return "endpoint " + function.name();
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public Trial trial(Dice dice) {
        HttpCall call = call(dice);
        return new Trial(() -> shown(call), () -> {
            Consumer<HttpCall.Answered> further = manner.before(call);
            Invocation invocation = new Invocation(function.name());
            HttpCall.Answered answer = function.answer(call, invocation);
            promises.check(answer, invocation);
            further.accept(answer);
        });
    }

    private HttpCall call(Dice dice) {
        Mutation mutation = new Mutation(dice);
        Form form = dice.pick(forms);
        Map<String, String> path = new LinkedHashMap<>();
        function.variables().forEach(name -> path.put(name, id(mutation, dice)));
        Optional<String> body = body(form, mutation, dice);
        Map<String, String> headers = new LinkedHashMap<>(manner.headers(body.orElse(""), dice));
        if (!headers.isEmpty() && dice.oneIn(10)) {
            headers.replace(dice.pick(List.copyOf(headers.keySet())), Hostile.text(dice));
        }
        if (dice.oneIn(10)) {
            headers.put(
                    dice.pick(List.of("traceparent", "content-type", "accept", "x-cosell-proof")), Hostile.text(dice));
        }
        return new HttpCall(form.method(), path, query(form.described(), mutation, dice), headers, body);
    }

    /** A part of a path is never empty. */
    private String id(Mutation mutation, Dice dice) {
        String id = dice.oneIn(3) ? mutation.text(dice.pick(ids)) : dice.pick(ids);
        return id.isEmpty() ? "-" : id;
    }

    private Optional<String> body(Form form, Mutation mutation, Dice dice) {
        List<JsonNode> samples = new ArrayList<>(form.described().bodies());
        samples.addAll(manner.samples());
        if (samples.isEmpty()) {
            return dice.oneIn(3) ? Optional.of(Hostile.written(dice)) : Optional.empty();
        }
        return dice.oneIn(30) ? Optional.empty() : Optional.of(manner.body(mutation, dice.pick(samples), dice));
    }

    private static Map<String, String> query(Described described, Mutation mutation, Dice dice) {
        Map<String, String> query = new LinkedHashMap<>();
        described.query().forEach((name, sample) -> {
            if (dice.oneIn(2)) {
                query.put(name, dice.oneIn(3) ? mutation.text(sample) : sample);
            }
        });
        if (dice.oneIn(20)) {
            query.put(Hostile.text(dice), Hostile.text(dice));
        }
        return query;
    }

    private String shown(HttpCall call) {
        return call.method() + " " + function.http().orElseThrow().route() + " " + call.path() + " " + call.query()
                + " headers " + call.headers() + " body " + call.body().orElse("(none)");
    }
}
