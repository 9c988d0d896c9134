package dev.cosell.launcher.soak;

import dev.cosell.launcher.soak.Edit.Side;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people remember: the deals they began, and every edit that was saved, in the order in which it was. */
final class Book {
    private final Map<String, Deal> deals = new LinkedHashMap<>();
    private final Map<String, Map<Field, List<Edit>>> edits = new LinkedHashMap<>();
    private int saved;

    /** One that came in by Partner Center; its record is found later. */
    void received(String name, String referral) {
        deals.put(name, new Deal(name, Optional.of(referral), Optional.empty(), false));
    }

    /** One that a seller shared from the CRM; its referral is found later. */
    void shared(String name, String record, boolean withMicrosoft) {
        deals.put(name, new Deal(name, Optional.empty(), Optional.of(record), withMicrosoft));
    }

    void found(Deal deal) {
        deals.put(deal.name(), deal);
    }

    List<Deal> deals() {
        return List.copyOf(deals.values());
    }

    void saved(Edit edit) {
        edits.computeIfAbsent(edit.deal(), deal -> new EnumMap<>(Field.class))
                .computeIfAbsent(edit.field(), field -> new ArrayList<>())
                .add(edit);
        saved++;
    }

    /** How many edits were saved. */
    int saved() {
        return saved;
    }

    /** All of one field of one deal, the first first. */
    List<Edit> edits(String deal, Field field) {
        return edits.getOrDefault(deal, Map.of()).getOrDefault(field, List.of());
    }

    /** The newest that was saved on a side. */
    Optional<Edit> latest(String deal, Field field, Side side) {
        return edits(deal, field).stream().filter(edit -> edit.side() == side).reduce((first, second) -> second);
    }
}
