package dev.cosell.launcher.soak;

import dev.cosell.launcher.Ports;
import dev.cosell.launcher.crm.CrmProduct;
import java.time.Duration;

/**
 * What is asked for.
 *
 * @param busy how long people work and parts are killed; rest comes on top
 * @param seed of what people do and who is killed
 * @param json print only the result
 */
public record SoakOptions(Duration busy, long seed, CrmProduct crm, Ports ports, boolean json) {}
