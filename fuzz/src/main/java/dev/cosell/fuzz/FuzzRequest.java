package dev.cosell.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What {@code ./cosell fuzz} is asked for.
 *
 * @param json prints only the result
 * @param crm the only one; absent for each
 * @param replay target and number of the one input that is wanted
 */
record FuzzRequest(long inputs, long seed, boolean json, Optional<String> crm, Optional<Replay> replay) {
    /** The CRMs that the app is tried with. */
    static final List<String> CRMS = List.of("dynamics", "salesforce");

    record Replay(String target, long input) {}

    List<String> crms() {
        return crm.map(List::of).orElse(CRMS);
    }

    /** How many inputs each of them gets, so that no fewer than were asked for are given in all. */
    long inputsEach() {
        return Math.ceilDiv(inputs, crms().size());
    }

    /** @throws IllegalArgumentException says what was expected and what was found */
    static FuzzRequest of(List<String> arguments) {
        long inputs = 20_000;
        long seed = new Random().nextInt(1_000_000);
        boolean json = false;
        Optional<String> crm = Optional.empty();
        Optional<String> target = Optional.empty();
        Optional<Long> input = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            switch (option) {
                case "--inputs" -> inputs = number(arguments, ++i);
                case "--seed" -> seed = number(arguments, ++i);
                case "--json" -> json = true;
                case "--crm" -> crm = Optional.of(crm(arguments, ++i));
                case "--target" -> target = Optional.of(argument(arguments, ++i));
                case "--input" -> input = Optional.of(number(arguments, ++i));
                default ->
                    throw new IllegalArgumentException(
                            "expected --inputs, --seed, --json, --crm, --target or --input, found " + option);
            }
        }
        if (target.isPresent() != input.isPresent() || target.isPresent() && crm.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected --crm, --target and --input together, which name one input, found only some of them");
        }
        long number = input.orElse(0L);
        return new FuzzRequest(inputs, seed, json, crm, target.map(name -> new Replay(name, number)));
    }

    private static String crm(List<String> arguments, int at) {
        String crm = argument(arguments, at);
        if (!CRMS.contains(crm)) {
            throw new IllegalArgumentException("expected dynamics or salesforce after --crm, found " + crm);
        }
        return crm;
    }

    private static long number(List<String> arguments, int at) {
        String text = argument(arguments, at);
        if (!text.matches("[0-9]{1,15}")) {
            throw new IllegalArgumentException("expected a number after " + arguments.get(at - 1) + ", found " + text);
        }
        return Long.parseLong(text);
    }

    private static String argument(List<String> arguments, int at) {
        return at < arguments.size() ? arguments.get(at) : "nothing";
    }
}
