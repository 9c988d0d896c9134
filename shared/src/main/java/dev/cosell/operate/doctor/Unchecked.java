package dev.cosell.operate.doctor;

import java.util.List;

/**
 * A check that cannot be run.
 *
 * @param why what stands in its way
 */
record Unchecked(String name, String why) implements Check {
    @Override
    public List<Finding> look() {
        return List.of(Finding.notChecked(name, why));
    }
}
