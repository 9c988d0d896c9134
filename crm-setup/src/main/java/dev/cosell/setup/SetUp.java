package dev.cosell.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Goes through what a CRM needs, one thing after the other: what comes later may stand on what came before. Nothing is
 * undone if one of them fails; the next run goes on from there, because it looks before it makes.
 */
public final class SetUp {
    private final List<? extends Item> items;
    private final Consumer<Finding> tell;

    /** @param tell hears of each thing as soon as its state is known */
    public SetUp(List<? extends Item> items, Consumer<Finding> tell) {
        this.items = List.copyOf(items);
        this.tell = tell;
    }

    /** How everything stands; changes nothing. */
    public List<Finding> check() {
        return run(false);
    }

    /** Makes what is missing and completes what is incomplete; how everything stands afterwards. */
    public List<Finding> apply() {
        return run(true);
    }

    private List<Finding> run(boolean apply) {
        List<Finding> findings = new ArrayList<>();
        for (Item item : items) {
            Finding finding = item.look();
            if (apply && finding.state().isToBeMade()) {
                item.make();
                finding = finding.done();
            }
            tell.accept(finding);
            findings.add(finding);
        }
        return List.copyOf(findings);
    }
}
